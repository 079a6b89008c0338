"""IP families: each one is wired, or not, by itself."""

from __future__ import annotations

import pytest

from tests.cluster.objects import container, container_port, service, service_port
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
BOTH = ("10.9.40.1", "fd00:9:40::1")

CASES = (
    case(
        service("healthy", TO_HTTP, ipFamilyPolicy="RequireDualStack"),
        "both families",
        hand_pod(HTTP, ips=BOTH),
        slices=["8080/TCP: 0 ready", "IPv6 8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080 0:8080"],
    ),
    case(
        service("spelt", TO_HTTP, ipFamilyPolicy="RequireDualStack"),
        "addresses that the node spells in its own way",
        hand_pod(HTTP, ips=("10.9.39.1", "FD00:9:39:0::01")),
        hand_pod(HTTP, ips=("10.9.39.2", "fd00:9:39:0:0::2"), n=1),
        slices=["8080/TCP: 0 ready, 1 ready", "IPv6 8080/TCP: 0 ready, 1 ready"],
        traffic=["80/TCP wired 0:8080 0:8080 1:8080 1:8080"],
    ),
    case(
        service("single", TO_HTTP),
        "IPv4 Service with pods of both",
        hand_pod(HTTP, ips=("10.9.41.1", "fd00:9:41::1")),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
    ),
    case(
        service("pods", TO_HTTP, ipFamilyPolicy="RequireDualStack"),
        "both families with IPv4 pods",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready", "IPv6 no ports: nobody"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTP10"],
    ),
    case(
        service("some", TO_HTTP, ipFamilyPolicy="RequireDualStack"),
        "both families with one IPv4 pod",
        hand_pod(HTTP, ips=("10.9.43.1", "fd00:9:43::1")),
        hand_pod(HTTP, n=1),
        slices=["8080/TCP: 0 ready, 1 ready", "IPv6 8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080 0:8080 1:8080"],
        warnings=["PTP11"],
    ),
    case(
        service("unready", TO_HTTP, ipFamilyPolicy="RequireDualStack"),
        "IPv6 on the unready pod alone",
        hand_pod(HTTP, ips=("10.9.44.1", "fd00:9:44::1"), state="unready"),
        hand_pod(HTTP, n=1),
        slices=["8080/TCP: 0 unready, 1 ready", "IPv6 8080/TCP: 0 unready"],
        traffic=["80/TCP partial (0:8080) (0:8080) 1:8080"],
        warnings=["PTK03", "PTP08", "PTP11"],
    ),
    case(
        service("only-v6", TO_HTTP, ipFamilies=["IPv6"]),
        "IPv6 Service with IPv4 pods",
        hand_pod(HTTP),
        slices=["IPv6 no ports: nobody"],
        traffic=["80/TCP broken"],
        errors=["PTP10"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


def test_way_in_of_the_empty_family_is_broken(seen: Seen) -> None:
    (traced,) = [each for each in seen.report["services"] if each["name"] == "pods"]
    ways = {"IPv6" if ":" in each["address"] else "IPv4": each["verdict"] for each in traced["entrances"]}
    assert ways["IPv6"] == "broken"
    assert ways["IPv4"] != "broken"
