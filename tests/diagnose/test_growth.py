"""The work grows as the cluster does, and no faster: counted in calls, which a busy machine does not change."""

from collections.abc import Callable
from typing import Any

import pytest

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.diagnose.folding import fold
from kubectl_porttrace.findings import Finding, Fix, ObjectReference
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spelling import edits_between
from tests.build import (
    backend,
    cluster,
    container,
    forbidden,
    gateway,
    headless,
    ingress,
    manifests,
    pod,
    port,
    route,
    service,
)
from tests.build.callers import monitor, webhooks
from tests.build.snapshots import LISTED
from tests.diagnose.counting import calls_of

PODS = 4


def cluster_without_slices(*objects: Any) -> Snapshot:
    return cluster(*objects, unread=[forbidden("endpointslices")])


def healthy(name: str) -> list[Any]:
    labels = {"app": name, "tier": "web"}
    made = [pod(container(port(8080, "http")), name=f"{name}-{n}", labels=labels) for n in range(PODS)]
    return [service({"port": 80, "targetPort": "http"}, name=name, selector=labels), *made]


def wrong_name(name: str) -> list[Any]:
    labels = {"app": name}
    made = [pod(container(port(8080, "htpt")), name=f"{name}-{n}", labels=labels) for n in range(PODS)]
    return [service({"port": 80, "targetPort": "http"}, name=name, selector=labels), *made]


def selector_in_vain(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"app": name, "tier": "api"}) for n in range(PODS)]
    return [service(name=name, selector={"app": name, "tier": "web"}), *made]


def nothing_like_it(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"name": f"of-{name}"}) for n in range(PODS)]
    return [service(name=name, selector={"app": name}), *made]


def another_value(name: str) -> list[Any]:
    number = sum(map(ord, name)) % 97
    made = [pod(name=f"{name}-{n}", labels={"app": f"{name}-{number}"}) for n in range(PODS)]
    return [service(name=name, selector={"app": f"{name}-{number + 1}"}), *made]


def unready(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"app": name}, ready=not n) for n in range(PODS)]
    return [service(name=name, selector={"app": name}), *made]


def without_address(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"app": name}) for n in range(PODS)]
    return [headless(name=name, selector={"app": name}), *made]


def routed(name: str) -> list[Any]:
    more = [ingress(to=name, name=name), route(backend(to=name), name=name, hostnames=[f"{name}.com"])]
    return [*healthy(name), *more, gateway(name=name), route(kind="TCPRoute", name=f"{name}-tcp")]


def routed_in_vain(name: str) -> list[Any]:
    more = [ingress(to=f"{name}-gone", name=name), route(backend(8080, to=name), name=name)]
    parents = [{"name": "gone"}, {"name": name, "namespace": "infra", "sectionName": "x"}]
    return [*healthy(name), *more, gateway(name=name), route(name=f"{name}-lost", parents=parents)]


def naming(kind: str, name: str) -> Any:
    if kind == "Ingress":
        return ingress(name=name, host=f"{name}.com")
    if kind.endswith("Monitor"):
        return monitor({"port": "http"}, kind=kind, name=name)
    return webhooks(name=name) if kind == "Webhook" else route(kind=kind, name=name, hostnames=[f"{name}.com"])


def calls(snapshot: Snapshot) -> int:
    """How many functions a diagnosis calls."""
    return calls_of(lambda: diagnose(snapshot))


@pytest.mark.parametrize(
    "made",
    [
        healthy,
        wrong_name,
        selector_in_vain,
        nothing_like_it,
        another_value,
        unready,
        without_address,
        routed,
        routed_in_vain,
    ],
    ids=lambda it: it.__name__,
)
def test_twice_the_services_take_twice_the_work(made: Callable[[str], list[Any]]) -> None:
    def some(count: int) -> Snapshot:
        # Words that are no near misses of one another, as names of Services mostly are.
        names = [f"{chr(97 + n % 26) * 5}{chr(97 + n // 26) * 5}" for n in range(count)]
        return cluster(*[each for name in names for each in made(name)], listed=LISTED)

    calls(some(5))
    once, twice = calls(some(100)), calls(some(200))
    assert twice < 2.2 * once


@pytest.mark.parametrize("kind", ["Ingress", "HTTPRoute", "TCPRoute", "ServiceMonitor", "PodMonitor", "Webhook"])
def test_what_names_one_service_takes_work_by_its_number(kind: str) -> None:
    """Ten thousand routes in a namespace all name one Service, and ask for one listener."""

    def some(count: int) -> Snapshot:
        ports = ({"name": "http", "port": 80}, {"name": "https", "port": 443})
        return cluster(
            service(*ports, labels={"app": "web"}),
            *(pod(), gateway()),
            *(naming(kind, f"r{n}") for n in range(count)),
            listed=LISTED,
        )

    calls(some(5))
    once, twice = calls(some(50)), calls(some(100))
    assert twice < 2.1 * once


@pytest.mark.parametrize("world", [cluster_without_slices, manifests], ids=["slices-unread", "files"])
@pytest.mark.parametrize(("declared", "most"), [("http", 100), ("htpt", 200)], ids=["healthy", "wrong-name"])
def test_services_that_share_pods_do_not_each_look_at_all_of_them(
    world: Callable[..., Snapshot], declared: str, most: int
) -> None:
    def some(count: int) -> Snapshot:
        services = [service({"port": 80, "targetPort": "http"}, name=f"web-{n}") for n in range(count)]
        owner = "StatefulSet", "web"
        pods = [pod(container(port(8080, declared)), name=f"web-{n}", owner=owner) for n in range(count)]
        return world(*services, *pods)

    calls(some(5))
    # What is left for each pair is to count it, not to judge it: that takes hundreds of calls.
    pair = (calls(some(80)) - 2 * calls(some(40))) / (80 * 80 - 2 * 40 * 40)
    assert pair < most


def named(made: dict[str, Any]) -> dict[str, Any]:
    return {**made, "targetPort": f"t{made['port']}"}


@pytest.mark.parametrize(
    "snapshot_of",
    [
        pytest.param(lambda ports: manifests(service(*ports)), id="no-pods"),
        pytest.param(lambda ports: manifests(service(*ports), pod(container(port(8080)))), id="one-pod"),
        pytest.param(lambda ports: manifests(service(*map(named, ports)), pod(container(port(8080)))), id="names"),
    ],
)
def test_twice_the_ports_take_twice_the_work(snapshot_of: Callable[[list[dict[str, Any]]], Snapshot]) -> None:
    def some(count: int) -> Snapshot:
        return snapshot_of([{"name": f"p{n}", "port": n + 1, "targetPort": 8080} for n in range(count)])

    calls(some(5))
    assert calls(some(400)) < 2.2 * calls(some(200))


def test_many_causes_are_folded_in_work_by_their_number() -> None:
    def findings(count: int) -> list[Finding]:
        ports = [PortKey("shop", "web", n) for n in range(count)]
        both = [(code, frozenset({each})) for code in ("PTR01", "PTR02") for each in ports]
        web = ObjectReference(kind="Service", namespace="shop", name="web")
        return [
            Finding(
                code=code,
                name="n",
                severity="error",
                certainty="certain",
                object=web,
                subject=web,
                ports=concerned,
                message=code,
                fix=Fix(text="mend it"),
            )
            for code, concerned in both
        ]

    once, twice = (findings(count) for count in (200, 400))
    checks = all_checks()
    assert len(fold(once, checks)) == 200
    assert calls_of(lambda: fold(twice, checks)) < 2.2 * calls_of(lambda: fold(once, checks))


def test_long_names_are_compared_in_work_by_their_length() -> None:
    def work(length: int) -> int:
        return calls_of(lambda: edits_between("x" * length, "x" * (length - 1) + "y"))

    assert edits_between("x" * 10_000, "x" * 9_999 + "y") == 1
    assert work(4000) < 2.2 * work(2000)
