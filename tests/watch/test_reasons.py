"""Why a verdict changed, by two looks."""

from collections.abc import Sequence

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.report.v1 import Report
from tests.build import asking, cluster, container, forbidden, ingress, pod, policy, port, service
from tests.watch.looks import report, told

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


def pods(number: int, *, ready: bool = True, named: str = "http", owner: str = "web-1", first: int = 0) -> list[Pod]:
    """Pods of a ReplicaSet, each with a name and an address of its own."""
    return [
        pod(
            container(port(8080, named)),
            name=f"{owner}-{place}",
            ips=[f"10.1.{len(owner)}.{place + 1}"],
            ready=ready,
            owner=("ReplicaSet", owner),
        )
        for place in range(first, first + number)
    ]


def web(*ports: dict[str, object], **fields: object) -> KubernetesObject:
    return service(*(ports or (HTTP,)), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        pytest.param(
            [web(), *pods(3, ready=False)],
            [web(), *pods(3)],
            "shop/web http: broken -> wired (3 pods of rs/web-1 became ready)",
            id="ready",
        ),
        pytest.param(
            [web(), *pods(1)],
            [web(), *pods(1, ready=False)],
            "shop/web http: wired -> broken (1 pod of rs/web-1 became unready; PTP07 no-pod-ready appeared)",
            id="unready",
        ),
        pytest.param(
            [web(), *pods(2)],
            [web()],
            "shop/web http: wired -> broken (2 pods of rs/web-1 are no longer behind it;"
            " PTP01 selector-matches-nothing appeared)",
            id="removed",
        ),
        pytest.param(
            [web(), *pods(2), *pods(1, named="htp", owner="web-22")],
            [web(), *pods(2), *pods(1, owner="web-22")],
            "shop/web http: partial -> wired (1 pod of rs/web-22 has the port now)",
            id="the-port-is-back",
        ),
        pytest.param(
            [web(), *pods(2), *pods(3, named="htp", owner="web-22")],
            [web(), *pods(2), *pods(3, owner="web-333")],
            "shop/web http: partial -> wired (3 pods of rs/web-22 that lack the port are no longer behind it;"
            " 3 pods of rs/web-333 became ready)",
            id="a-rollout",
        ),
        pytest.param(
            [web(), *pods(2)],
            [web(), *pods(2), *pods(1, named="htp", owner="web-22")],
            "shop/web http: wired -> partial (1 pod of rs/web-22 came without the port; PTP15 several-owners appeared)",
            id="without-the-port",
        ),
        pytest.param(
            [web(selector={"app": "wbe"}), *pods(1)],
            [web(), *pods(1)],
            "shop/web http: broken -> wired (its selector changed: app=wbe -> app=web; 1 pod of rs/web-1 became ready)",
            id="selector",
        ),
        pytest.param(
            [web({**HTTP, "targetPort": "htp"}), *pods(1)],
            [web(), *pods(1)],
            "shop/web http: broken -> wired (its targetPort changed: htp -> http; 1 pod of rs/web-1 has the port now)",
            id="target-port",
        ),
        pytest.param(
            [],
            [web(), *pods(1)],
            "shop/web http: absent -> wired (the Service was created)",
            id="created",
        ),
        pytest.param(
            [],
            [web()],
            "shop/web http: absent -> broken (the Service was created; PTP01 selector-matches-nothing)",
            id="created-broken",
        ),
        pytest.param(
            [web(), *pods(1)],
            [],
            "shop/web http: wired -> absent (the Service was deleted)",
            id="deleted",
        ),
        pytest.param(
            [web(HTTP, {"name": "admin", "port": 81, "targetPort": "http"}), *pods(1)],
            [web(), *pods(1)],
            "shop/web admin: wired -> absent (this port of the Service is gone)",
            id="a-port-is-gone",
        ),
        pytest.param(
            [web({"port": 80, "targetPort": 1, "protocol": "UDP"}), *pods(1, ready=False)],
            [web({"port": 81, "targetPort": 1, "protocol": "UDP"}), *pods(1)],
            "shop/web 81/UDP: broken -> wired (its port changed: 80 -> 81; 1 pod of rs/web-1 became ready)",
            id="a-port-without-a-name-has-another-number",
        ),
        pytest.param(
            [web(), *pods(1), policy(ingress=[])],
            [web(), *pods(1)],
            "shop/web http: broken -> wired (NetworkPolicies let 1 pod be reached now)",
            id="policy",
        ),
    ],
)
def test_the_reason_is_told(before: Sequence[KubernetesObject], after: Sequence[KubernetesObject], line: str) -> None:
    assert told(report(*before), report(*after)) == [line]


def test_nothing_is_told_where_no_verdict_changes() -> None:
    assert told(report(web(), *pods(3)), report(web(), *pods(1), *pods(4, owner="web-22"))) == []


def test_a_service_that_is_not_selected_any_more_may_have_other_labels() -> None:
    assert told(report(web(), *pods(1)), report(), selected=True) == [
        "shop/web http: wired -> absent (the Service was deleted, or its labels changed)"
    ]


def test_what_may_be_read_now_is_the_reason() -> None:
    unread = diagnose(cluster(web(), unread=[forbidden("endpointslices"), forbidden("pods"), forbidden("endpoints")]))
    assert unread.services[0].verdict == "unknown"
    (line,) = told(unread, report(web(), *pods(1)))
    assert line.startswith("shop/web http: unknown -> wired (")


def route_report(*objects: KubernetesObject) -> Report:
    return diagnose(cluster(*objects), asking("ing/shop"))


def test_a_route_changes_with_its_backend() -> None:
    before = route_report(ingress("http"), web(), *pods(1, ready=False))
    after = route_report(ingress("http"), web(), *pods(1))
    assert told(before, after, routes=True) == [
        "shop/web http: broken -> wired (1 pod of rs/web-1 became ready)",
        "shop/ing/shop: broken -> wired (its backend shop/web:http went broken -> wired)",
    ]
    assert told(before, after) == ["shop/web http: broken -> wired (1 pod of rs/web-1 became ready)"]


def test_a_route_that_names_another_port() -> None:
    before = route_report(ingress(81), web(), *pods(1))
    after = route_report(ingress(80), web(), *pods(1))
    (line,) = told(before, after, routes=True)
    assert line == "shop/ing/shop: broken -> wired (it names shop/web:80 now)"


def test_of_many_reasons_the_rest_is_counted() -> None:
    before = report(web(), *[each for place in range(6) for each in pods(1, ready=False, owner=f"web-{'x' * place}")])
    after = report(web(), *[each for place in range(6) for each in pods(1, owner=f"web-{'x' * place}")])
    (line,) = told(before, after)
    assert line.count("became ready") == 3
    assert line.endswith("; 3 more changes)")
