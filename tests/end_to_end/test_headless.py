"""Services without a proxy: headless ones, and names for something outside."""

from __future__ import annotations

import pytest

from tests.cluster.objects import container, container_port, endpoint_slice, service, service_port
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.handmade import selectorless
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))

CASES = (
    case(
        service("healthy", service_port(8080, "http"), clusterIP="None"),
        "healthy",
        hand_pod(HTTP),
        slices=["headless 8080/TCP: 0 ready"],
        traffic=["8080/TCP wired 0:8080"],
    ),
    case(
        service("no-ports", clusterIP="None", ports=[]),
        "healthy without ports",
        hand_pod(HTTP),
        slices=["headless no ports: 0 ready"],
        traffic=["wired"],
    ),
    case(
        service("port", service_port(80, "http"), clusterIP="None"),
        "port that nobody translates",
        hand_pod(HTTP),
        slices=["headless 8080/TCP: 0 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTS07"],
    ),
    case(
        service("unready", service_port(8080, "http"), clusterIP="None"),
        "no ready pod",
        hand_pod(HTTP, state="unready"),
        slices=["headless 8080/TCP: 0 unready"],
        traffic=["8080/TCP broken (0:8080)"],
        errors=["PTP07"],
    ),
    case(
        service("terminating", service_port(8080, "http"), clusterIP="None"),
        "only a terminating pod",
        hand_pod(HTTP),
        then=lambda namespace: namespace.delete("Pod", "terminating-0"),
        slices=["headless 8080/TCP: 0 unready serving terminating"],
        traffic=["8080/TCP broken (0:8080)"],
        errors=["PTP07"],
    ),
    case(
        service("name", service_port(8080, "web"), clusterIP="None"),
        "name that is not found",
        hand_pod(container("app", container_port(9090, "metrics"))),
        slices=["headless no ports: 0 ready"],
        traffic=["8080/TCP partial"],
        warnings=["PTR01"],
    ),
    case(
        selectorless("external-pods", service_port(5432), clusterIP="None"),
        "healthy slice by hand",
        endpoint_slice("external-pods-1", "external-pods", "10.9.30.1", ports=({"name": "", "port": 5432},)),
        slices=["custom 5432/TCP: 10.9.30.1 ready"],
        traffic=["5432/TCP wired 10.9.30.1:5432"],
    ),
    case(
        selectorless("nothing", service_port(5432), clusterIP="None"),
        "nothing behind",
        traffic=["5432/TCP broken"],
        errors=["PTE02"],
    ),
    case(
        service("outside", selector={}, type="ExternalName", externalName="db.example.com", ports=[]),
        "name outside",
        traffic=["external"],
    ),
    case(
        service("outside-ports", service_port(80, 8080), type="ExternalName", externalName="db.example.com"),
        "name outside with what nobody reads",
        hand_pod(HTTP),
        traffic=["80/TCP external"],
        notes=["PTS09"],
    ),
    case(
        service("outside-ip", selector={}, type="ExternalName", externalName="192.0.2.7", ports=[]),
        "address as a name",
        traffic=["external"],
        errors=["PTS10"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


def test_a_name_without_records_is_told_of_those_that_have_no_ready_endpoint(seen: Seen) -> None:
    told = [
        (each, {each["code"], *(below["code"] for below in each["consequences"])}) for each in seen.report["findings"]
    ]
    silent = {each["subject"]["name"] for each, codes in told if "PTD01" in codes}
    assert silent == {"unready", "terminating", "nothing"}
