"""Vectors V01-V11: how a targetPort becomes a number, pod by pod."""

from __future__ import annotations

import pytest

from tests.cluster.objects import container, container_port, service, service_port, sidecar
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
A_TO_HTTP, B_TO_ADM = service_port(80, "http", "a"), service_port(81, "adm", "b")

CASES = (
    case(
        service("v01"),
        "number that nobody declares",
        hand_pod(container()),
        slices=["80/TCP: 0 ready"],
        traffic=["80/TCP wired 0:80"],
        notes=["PTR11"],
    ),
    case(
        service("v02", TO_HTTP),
        "name that the container declares",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
    ),
    case(
        service("v03", TO_HTTP),
        "name with the other protocol",
        hand_pod(container("app", container_port(8080, "http", "UDP"))),
        slices=["no ports: 0 ready"],
        traffic=["80/TCP broken"],
        errors=["PTR03"],
    ),
    case(
        service("v04", TO_HTTP),
        "name of an ordinary init container",
        hand_pod(container(), init_containers=(container("setup", container_port(8080, "http")),)),
        slices=["no ports: 0 ready"],
        traffic=["80/TCP broken"],
        errors=["PTR04"],
    ),
    case(
        service("v05", TO_HTTP),
        "name of a sidecar",
        hand_pod(container(), init_containers=(sidecar("proxy", container_port(15000, "http")),)),
        slices=["15000/TCP: 0 ready"],
        traffic=["80/TCP wired 0:15000"],
    ),
    case(
        service("v06", TO_HTTP),
        "container before sidecar",
        hand_pod(HTTP, init_containers=(sidecar("proxy", container_port(15000, "http")),)),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTR09"],
    ),
    case(
        service("v07", TO_HTTP),
        "first of two containers",
        hand_pod(HTTP, container("second", container_port(9090, "http"))),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTR07"],
    ),
    case(
        service("v08", service_port(53, "dns", "dns", "UDP")),
        "first of the protocol",
        hand_pod(
            container("tcp", container_port(53, "dns", "TCP")), container("udp", container_port(5353, "dns", "UDP"))
        ),
        slices=["dns:5353/UDP: 0 ready"],
        traffic=["dns:53/UDP wired 0:5353"],
        notes=["PTR08"],
    ),
    case(
        service("v09", A_TO_HTTP, B_TO_ADM),
        "each pod its own ports",
        hand_pod(container("app", container_port(8080, "http"), container_port(9090, "adm")), owner="v09"),
        hand_pod(HTTP, n=1, owner="v09"),
        slices=["a:8080/TCP, b:9090/TCP: 0 ready", "a:8080/TCP: 1 ready"],
        traffic=["a:80/TCP wired 0:8080 1:8080", "b:81/TCP partial 0:9090"],
        warnings=["PTR02"],
    ),
    case(
        service("v10", A_TO_HTTP, B_TO_ADM),
        "no port resolves",
        hand_pod(container("app", container_port(7070, "other"))),
        slices=["no ports: 0 ready"],
        traffic=["a:80/TCP broken", "b:81/TCP broken"],
        errors=["PTR01", "PTR01"],
    ),
    case(
        service("v11", TO_HTTP),
        "each pod its own number",
        hand_pod(HTTP, owner="v11"),
        hand_pod(container("app", container_port(9090, "http")), n=1, owner="v11"),
        slices=["8080/TCP: 0 ready", "9090/TCP: 1 ready"],
        traffic=["80/TCP wired 0:8080 1:9090"],
        notes=["PTR10"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_vector(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


def test_name_is_traced_to_the_container_that_has_it(seen: Seen) -> None:
    containers = {
        case.name: [(each["container"], each["containerKind"]) for each in seen.service(case)["ports"][0]["backends"]]
        for case in CASES
    }
    assert containers["v01"] == [(None, None)]
    assert containers["v05"] == [("proxy", "sidecar")]
    assert containers["v06"] == [("app", "container")]
    assert containers["v07"] == [("app", "container")]
    assert containers["v08"] == [("udp", "container")]
