"""Which pods a Service is given: selectors that miss, pods that do not count, workloads that make none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.handmade import selectorless
from tests.end_to_end.seen import Seen, above_notes, read_report

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
NOBODY: dict[str, Any] = {"slices": ["no ports: nobody"], "traffic": ["80/TCP broken"]}

CASES = (
    case(
        service("healthy", TO_HTTP),
        "healthy",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
    ),
    case(
        service("value", TO_HTTP, selector={"app": "storefornt", "tier": "shop"}),
        "misspelt value",
        hand_pod(HTTP, labels={"app": "storefront", "tier": "shop"}),
        errors=["PTP03"],
        **NOBODY,
    ),
    case(
        service("key", TO_HTTP, selector={"app": "key", "layer": "front"}),
        "value under another key",
        hand_pod(HTTP, labels={"app": "key", "level": "front"}),
        errors=["PTP03"],
        **NOBODY,
    ),
    case(service("nothing", TO_HTTP, selector={"unheard": "of"}), "nothing like it", errors=["PTP01"], **NOBODY),
    case(service("idle", TO_HTTP), "scaled to zero", deployment("idle", HTTP, replicas=0), errors=["PTP04"], **NOBODY),
    case(
        service("ended", TO_HTTP),
        "only ended pods",
        hand_pod(HTTP, state="succeeded"),
        hand_pod(HTTP, n=1, state="failed"),
        errors=["PTP05"],
        **NOBODY,
    ),
    case(
        service("waiting", TO_HTTP),
        "no address yet",
        hand_pod(HTTP, state="pending", ips=()),
        errors=["PTP06"],
        **NOBODY,
    ),
    case(
        service("some", TO_HTTP),
        "one of two ended",
        hand_pod(HTTP, state="succeeded"),
        hand_pod(HTTP, n=1),
        slices=["8080/TCP: 1 ready"],
        traffic=["80/TCP wired 1:8080"],
    ),
    case(
        selectorless("none", service_port(80, 8080)),
        "no selector beside pods of its name",
        hand_pod(HTTP),
        traffic=["80/TCP broken"],
        errors=["PTE02"],
        warnings=["PTP19"],
    ),
    case(
        service("broad", TO_HTTP),
        "pods of two owners that differ",
        hand_pod(HTTP, owner="broad-a"),
        hand_pod(container("app", container_port(9090, "http")), n=1, owner="broad-b"),
        slices=["8080/TCP: 0 ready", "9090/TCP: 1 ready"],
        traffic=["80/TCP wired 0:8080 1:9090"],
        warnings=["PTP15"],
    ),
    case(
        service("canary", TO_HTTP),
        "pods of two owners that agree",
        hand_pod(HTTP, owner="canary-a"),
        hand_pod(HTTP, n=1, owner="canary-b"),
        slices=["8080/TCP: 0 ready, 1 ready"],
        traffic=["80/TCP wired 0:8080 1:8080"],
        notes=["PTP15"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


@pytest.fixture
def elsewhere(control_plane: Cluster) -> Iterator[Namespace]:
    """A second namespace."""
    fresh = control_plane.new_namespace("elsewhere")
    yield fresh
    fresh.remove()


def test_pods_of_another_namespace(namespace: Namespace, elsewhere: Namespace, porttrace: Porttrace) -> None:
    labels = {"app": namespace.name}
    namespace.apply(service("web", TO_HTTP, selector=labels))
    elsewhere.run_pod(pod("web-0", HTTP, labels=labels))
    namespace.wait_for_slices("web")
    report = read_report(porttrace("web", "-o", "json"), exit_code=3)
    assert report["services"][0]["verdict"] == "broken"
    assert above_notes(report) == [("PTP02", "error")]
    assert elsewhere.name in report["findings"][0]["message"]
