"""Named target ports that are not found, or found elsewhere than meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.objects import container, container_port, service, service_port, sidecar
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))
DNS = container("dns", container_port(53, "dns", "UDP"), container_port(53, "dns-tcp", "TCP"))
DNS_PORTS = (service_port(53, "dns", "dns", "UDP"), service_port(53, "dns-tcp", "dns-tcp"))
TO_HTTP = service_port(80, "http")
UNRESOLVED: dict[str, Any] = {"slices": ["no ports: 0 ready"], "traffic": ["80/TCP broken"]}

CASES = (
    case(
        service(
            "healthy",
            service_port(80, "http", "web"),
            service_port(53, "dns", "dns", "UDP"),
            service_port(53, "dns-tcp", "dns-tcp"),
        ),
        "healthy with TCP and UDP on one number",
        hand_pod(HTTP, DNS),
        slices=["dns-tcp:53/TCP, dns:53/UDP, web:8080/TCP: 0 ready"],
        traffic=["web:80/TCP wired 0:8080", "dns:53/UDP wired 0:53", "dns-tcp:53/TCP wired 0:53"],
    ),
    case(service("undeclared", TO_HTTP), "nothing declared", hand_pod(container()), errors=["PTR01"], **UNRESOLVED),
    case(
        service("missing", TO_HTTP),
        "another name",
        hand_pod(container("app", container_port(9090, "metrics"))),
        errors=["PTR01"],
        **UNRESOLVED,
    ),
    case(
        service("near", service_port(80, "htpp")),
        "near miss",
        hand_pod(HTTP),
        errors=["PTR05"],
        **UNRESOLVED,
    ),
    case(
        service("nameless", service_port(8080, "http")),
        "right number without a name",
        hand_pod(container("app", 8080)),
        slices=["no ports: 0 ready"],
        traffic=["8080/TCP broken"],
        errors=["PTR06"],
    ),
    case(
        service("protocol", service_port(53, "dns", "dns", "UDP")),
        "UDP wanted and TCP declared",
        hand_pod(container("app", container_port(53, "dns"))),
        slices=["no ports: 0 ready"],
        traffic=["dns:53/UDP broken"],
        errors=["PTR03"],
    ),
    case(
        service("init", TO_HTTP),
        "name of an ordinary init container",
        hand_pod(container(), init_containers=(container("setup", container_port(8080, "http")),)),
        errors=["PTR04"],
        **UNRESOLVED,
    ),
    case(
        service("sidecar", TO_HTTP),
        "name of a sidecar alone",
        hand_pod(container(), init_containers=(sidecar("proxy", container_port(15000, "http")),)),
        slices=["15000/TCP: 0 ready"],
        traffic=["80/TCP wired 0:15000"],
    ),
    case(
        service("second", service_port(80, "admin")),
        "name of the second container",
        hand_pod(HTTP, container("admin", container_port(9000, "admin"))),
        slices=["9000/TCP: 0 ready"],
        traffic=["80/TCP wired 0:9000"],
    ),
    case(
        service("one-of-two", service_port(80, "http", "web"), service_port(81, "metrics", "metrics")),
        "one port of two not found",
        hand_pod(HTTP),
        slices=["web:8080/TCP: 0 ready"],
        traffic=["web:80/TCP wired 0:8080", "metrics:81/TCP broken"],
        errors=["PTR01"],
    ),
    case(
        service("some-pods", TO_HTTP),
        "found on one pod of two",
        hand_pod(HTTP, owner="some-pods"),
        hand_pod(container(), n=1, owner="some-pods"),
        slices=["8080/TCP: 0 ready", "no ports: 1 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTR02"],
    ),
    case(
        service("only-unready", TO_HTTP),
        "found on the unready pod alone",
        hand_pod(HTTP, state="unready", owner="only-unready"),
        hand_pod(container(), n=1, owner="only-unready"),
        slices=["8080/TCP: 0 unready", "no ports: 1 ready"],
        traffic=["80/TCP broken (0:8080)"],
        errors=["PTR02"],
        warnings=["PTP08"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome
