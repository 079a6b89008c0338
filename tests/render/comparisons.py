"""Comparisons to look at: the same every time, at two widths."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from kubectl_porttrace.compare.reports import compare
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report
from tests.build import cluster, forbidden, ingress, pod, port, service
from tests.build.numbers import from_one
from tests.build.snapshots import LISTED
from tests.render.running import HTTP, METRICS, nginx

SCREENS = (("table", 80), ("table", 200), ("markdown", 80), ("github", 80), ("name", 80))


def before() -> Snapshot:
    """A shop in which nearly all is well."""
    return cluster(
        service(HTTP, METRICS),
        pod(nginx(port(8080, "http"), port(9090, "metrics")), owner=("StatefulSet", "web")),
        service({"port": 80, "targetPort": 8080}, name="api", selector={"app": "api"}),
        pod(nginx(port(8080)), labels={"app": "api"}, name="api-0", owner=("StatefulSet", "api")),
        service(HTTP, name="cart", selector={"app": "cart"}),
        pod(nginx(port(8080)), labels={"app": "cart"}, name="cart-0", owner=("StatefulSet", "cart")),
        service(name="legacy", selector={"app": "api"}),
        ingress(host="shop.example.com"),
        listed=LISTED,
    )


def after() -> Snapshot:
    """The same after a change that broke one port, mended another, and moved a third."""
    return cluster(
        service(HTTP, METRICS),
        pod(nginx(port(8080, "web"), port(9090, "metrics")), owner=("StatefulSet", "web")),
        service({"port": 8000, "targetPort": 9000}, name="api", selector={"app": "api", "tier": "backend"}),
        pod(
            nginx(port(9000)),
            labels={"app": "api", "tier": "backend"},
            name="api-0",
            owner=("StatefulSet", "api-v2-of-the-new-platform-team"),
        ),
        service(HTTP, name="cart", selector={"app": "cart"}),
        pod(nginx(port(8080, "http")), labels={"app": "cart"}, name="cart-0", owner=("StatefulSet", "cart")),
        service(name="checkout", selector={"app": "api"}),
        ingress(host="shop.example.com"),
        listed=LISTED,
    )


def half_read() -> Snapshot:
    """The shop as somebody sees it who may read neither slices nor Ingresses."""
    unread = (forbidden("endpointslices"), forbidden("ingresses"))
    seen = before()
    kept = {model: each for model, each in seen.objects.items() if model.__name__ not in {"EndpointSlice", "Ingress"}}
    return replace(seen, objects=kept, unread=unread)


COMPARISONS: Mapping[str, tuple[Callable[[], Snapshot], Callable[[], Snapshot]]] = {
    "compared-after-a-change": (before, after),
    "compared-nothing-changed": (before, before),
    "compared-half-read": (before, half_read),
}


def compared_report(situation: str) -> Report:
    """The report on the second of two snapshots, with what differs from that on the first."""
    reports = []
    for snapshot in COMPARISONS[situation]:
        with from_one():
            reports.append(diagnose(snapshot()))
    earlier, now = reports
    return replace(now, comparison=compare(earlier, now, "yesterday.json"))


def golden_of_comparison(situation: str) -> str:
    """The outputs for one comparison, each under a line that says which it is."""
    report = compared_report(situation)
    return "\n".join(
        f"===== -o {output}, {width} columns\n{render(report, output, Screen(width=width))}"
        for output, width in SCREENS
    )
