"""Vectors V30-V35: traffic policies, topology, node ports."""

from __future__ import annotations

import pytest

from tests.cluster.api import ApiError
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, service, service_port
from tests.end_to_end.case import Case, case, hand_pod
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
DNS = container("dns", container_port(53, "dns", "UDP"), container_port(53, "dns-tcp", "TCP"))


CASES = (
    case(
        service("v30", TO_HTTP, internalTrafficPolicy="Local"),
        "internal policy Local with one node served",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTK01"],
    ),
    case(
        service("v31", TO_HTTP, type="NodePort", externalTrafficPolicy="Local"),
        "external policy Local with one node served",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTK02"],
    ),
    case(
        service("v32", TO_HTTP, trafficDistribution="PreferSameZone"),
        "one zone served",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
    ),
    case(
        service("v33", TO_HTTP, trafficDistribution="PreferSameZone", publishNotReadyAddresses=True),
        "endpoint without a zone",
        hand_pod(HTTP, owner="v33"),
        hand_pod(HTTP, n=1, owner="v33", node="nowhere"),
        slices=["8080/TCP: 0 ready, 1 ready"],
        traffic=["80/TCP wired 0:8080 1:8080"],
        warnings=["PTS22"],
    ),
    case(
        service("v34", service_port(53, "dns", "dns", "UDP"), service_port(53, "dns-tcp", "dns-tcp"), type="NodePort"),
        "one number for both protocols",
        hand_pod(DNS),
        slices=["dns-tcp:53/TCP, dns:53/UDP: 0 ready"],
        traffic=["dns:53/UDP wired 0:53", "dns-tcp:53/TCP wired 0:53"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_vector(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


@pytest.mark.parametrize(("service", "zones"), [("v32", {"v32-0": ["z0"]}), ("v33", {"v33-0": ["z0"], "v33-1": []})])
def test_hints(seen: Seen, service: str, zones: dict[str, list[str]]) -> None:
    hints = {
        endpoint["targetRef"]["name"]: [each["name"] for each in endpoint.get("hints", {}).get("forZones", ())]
        for slice_ in seen.namespace.slices(service)
        for endpoint in slice_["endpoints"]
    }
    assert hints == zones


def test_v34_ports_share_their_node_port(seen: Seen) -> None:
    (service,) = [each for each in seen.report["services"] if each["name"] == "v34"]
    udp, tcp = (port["nodePort"] for port in service["ports"])
    assert udp == tcp > 0


def test_v35_two_numbers_cannot_ask_for_one_node_port(namespace: Namespace) -> None:
    ports = [service_port(80, name="a", node_port=30935), service_port(81, name="b", protocol="UDP", node_port=30935)]
    with pytest.raises(ApiError, match="provided port is already allocated"):
        namespace.create(service("v35", *ports, type="NodePort"))
