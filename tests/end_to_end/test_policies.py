"""Policy Local: what comes from a node without an endpoint of its own is dropped there."""

from __future__ import annotations

import pytest

from tests.cluster.nodes import HAND_NODES, KWOK_NODES
from tests.cluster.objects import container, container_port, endpoint_slice, service, service_port
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.handmade import selectorless
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
NODES = (*HAND_NODES, *KWOK_NODES)
ON_ALL = tuple(
    {"addresses": [f"10.9.50.{n}"], "nodeName": node, "conditions": {"ready": True}} for n, node in enumerate(NODES, 1)
)

CASES = (
    case(
        selectorless("healthy", service_port(80, 8080), internalTrafficPolicy="Local"),
        "every node served",
        endpoint_slice("healthy-1", "healthy", *ON_ALL, ports=({"name": "", "port": 8080},)),
        slices=["custom 8080/TCP: " + ", ".join(f"10.9.50.{n} ready" for n in range(1, 7))],
        traffic=["80/TCP wired " + " ".join(f"10.9.50.{n}:8080" for n in range(1, 7))],
    ),
    case(
        service("inside", TO_HTTP, internalTrafficPolicy="Local"),
        "from inside",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTK01"],
    ),
    case(
        service("outside", TO_HTTP, type="NodePort", externalTrafficPolicy="Local"),
        "from outside",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTK02"],
    ),
    case(
        service("balanced", TO_HTTP, type="LoadBalancer", externalTrafficPolicy="Local"),
        "behind a load balancer that leaves nodes out",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
        notes=["PTK02"],
    ),
    case(
        service("both", TO_HTTP, type="NodePort", externalTrafficPolicy="Local", internalTrafficPolicy="Local"),
        "both ways",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTK01", "PTK02"],
    ),
    case(
        service("dead", TO_HTTP, internalTrafficPolicy="Local"),
        "no ready pod at all",
        hand_pod(HTTP, state="unready"),
        slices=["8080/TCP: 0 unready"],
        traffic=["80/TCP broken (0:8080)"],
        errors=["PTP07"],
    ),
    case(
        selectorless("nodeless", service_port(80, 8080), internalTrafficPolicy="Local"),
        "no endpoint with a node",
        endpoint_slice("nodeless-1", "nodeless", "10.9.51.1", ports=({"name": "", "port": 8080},)),
        slices=["custom 8080/TCP: 10.9.51.1 ready"],
        traffic=["80/TCP broken 10.9.51.1:8080"],
        errors=["PTE20"],
    ),
    case(
        service("cluster", TO_HTTP, type="NodePort"),
        "policy Cluster",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
    ),
)


def test_each_entrance_is_judged_by_itself(seen: Seen) -> None:
    def entrances(name: str) -> dict[str, str]:
        (case,) = [each for each in CASES if each.name == name]
        return {each["node"] or each["kind"]: each["verdict"] for each in seen.service(case)["entrances"]}

    nodes = {**dict.fromkeys((*KWOK_NODES, *HAND_NODES), "partial"), "hand-0": "wired"}
    assert entrances("outside") == {"ClusterIP": "wired", **nodes}
    assert entrances("balanced") == {"ClusterIP": "wired", **nodes, "LoadBalancer": "unknown"}
    assert entrances("both") == {"ClusterIP": "partial", **nodes}
    assert entrances("cluster") == {"ClusterIP": "wired", **dict.fromkeys(nodes, "wired")}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome
