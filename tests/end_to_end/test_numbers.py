"""Numeric target ports: always routed, declared or not, and worth a word where the pods tell another story."""

from __future__ import annotations

import pytest

from tests.cluster.objects import container, container_port, service, service_port
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))

CASES = (
    case(
        service("healthy", service_port(80, 8080)),
        "healthy",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
    ),
    case(
        service("second", service_port(80, 9000)),
        "declared by the second container",
        hand_pod(HTTP, container("admin", 9000)),
        slices=["9000/TCP: 0 ready"],
        traffic=["80/TCP wired 0:9000"],
    ),
    case(
        service("undeclared", service_port(80, 8080)),
        "declared by nobody",
        hand_pod(container()),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
        notes=["PTR11"],
    ),
    case(
        service("other", service_port(80, 8081)),
        "another number declared",
        hand_pod(HTTP),
        slices=["8081/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8081"],
        warnings=["PTR12"],
    ),
    case(
        service("slip", service_port(80, 9091)),
        "one digit away from a number of every pod",
        hand_pod(container("app", container_port(8080, "http"), 9090)),
        hand_pod(container("app", container_port(8080, "http"), 9090), n=1),
        slices=["9091/TCP: 0 ready, 1 ready"],
        traffic=["80/TCP wired 0:9091 1:9091"],
        warnings=["PTR20"],
    ),
    case(
        service("protocol", service_port(53, 53, None, "UDP")),
        "declared with the other protocol",
        hand_pod(container("app", 53)),
        slices=["53/UDP: 0 ready"],
        traffic=["53/UDP wired 0:53"],
        warnings=["PTR13"],
    ),
    case(
        service("init", service_port(80, 9000)),
        "declared by an ordinary init container",
        hand_pod(container(), init_containers=(container("setup", 9000),)),
        slices=["9000/TCP: 0 ready"],
        traffic=["80/TCP wired 0:9000"],
        warnings=["PTR14"],
    ),
    case(
        service("mixed", service_port(80, 8080)),
        "declared by one pod of two",
        hand_pod(HTTP, owner="mixed"),
        hand_pod(container("app", 9090), n=1, owner="mixed"),
        slices=["8080/TCP: 0 ready, 1 ready"],
        traffic=["80/TCP wired 0:8080 1:8080"],
        warnings=["PTR15"],
    ),
    case(
        service("alias", service_port(80, 8080, "a"), service_port(81, "http", "b")),
        "two ports to one number",
        hand_pod(HTTP),
        slices=["a:8080/TCP, b:8080/TCP: 0 ready"],
        traffic=["a:80/TCP wired 0:8080", "b:81/TCP wired 0:8080"],
        notes=["PTR16"],
    ),
    case(
        service("defaulted", service_port(80, None, "http")),
        "targetPort left to its default",
        hand_pod(HTTP),
        slices=["http:80/TCP: 0 ready"],
        traffic=["http:80/TCP wired 0:80"],
        warnings=["PTS18"],
    ),
    case(
        service("swapped", service_port(8080, 80)),
        "port and targetPort swapped",
        hand_pod(HTTP),
        slices=["80/TCP: 0 ready"],
        traffic=["8080/TCP wired 0:80"],
        warnings=["PTS19"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome
