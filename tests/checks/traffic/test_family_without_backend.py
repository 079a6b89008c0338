from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.family_without_backend import family_without_backend as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.service import SERVICE_PROXY_NAME
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    container,
    endpoint,
    endpoint_slice,
    forbidden,
    found,
    headless,
    in_files,
    judged,
    pod,
    port,
    service,
    template,
    traced,
)

BOTH: dict[str, Any] = {"ipFamilies": ["IPv4", "IPv6"]}
V4, V6, DUAL = ["10.1.1.1"], ["fd00::1"], ["10.1.1.2", "fd00::2"]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(**BOTH), pod(ips=DUAL)), id="both-served"),
        pytest.param(traced(service(**BOTH), pod(ips=DUAL), pod(ips=V4)), id="both-served-by-one-pod"),
        pytest.param(traced(service(), pod(ips=V4)), id="one-family"),
        pytest.param(traced(service(ipFamilies=["IPv6"]), pod(ips=V4)), id="nothing-usable-is-another-failure"),
        pytest.param(traced(service(**BOTH), pod(ips=DUAL, ready=False)), id="none-ready-is-another-failure"),
        pytest.param(traced(headless(**BOTH), pod(ips=V4)), id="headless"),
        pytest.param(traced(service(**BOTH, labels={SERVICE_PROXY_NAME: ""}), pod(ips=V4)), id="hidden"),
        pytest.param(traced(service(type="ExternalName", externalName="x.example")), id="external-name"),
        pytest.param(
            traced(
                service(**BOTH, selector={}),
                endpoint_slice([EndpointPort(port=80)], endpoint("10.1.1.1", node_name="a"), endpoint("10.1.1.2")),
                endpoint_slice([EndpointPort(port=80)], endpoint("10.1.1.1", node_name="b")),
            ),
            id="nodes-do-not-agree",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("ips", "path", "address"),
    [
        pytest.param(V4, "spec.ipFamilies[1]", "fd00:96::10", id="no-ipv6"),
        pytest.param(V6, "spec.ipFamilies[0]", "10.96.0.10", id="no-ipv4"),
    ],
)
def test_fires(ips: list[str], path: str, address: str) -> None:
    [seen] = found(check, traced(service(**BOTH), pod(ips=ips)))
    assert seen.path == path
    assert address in seen.message


def test_fires_for_some_ports_only() -> None:
    ports = ({"name": "a", "port": 80, "targetPort": "a"}, {"name": "b", "port": 81})
    pods = (pod(container(port(80, "a")), ips=V4), pod(ips=DUAL))
    [seen] = found(check, traced(service(*ports, **BOTH), *pods))
    assert [each.index for each in seen.ports] == [0]


def test_fires_without_a_known_address() -> None:
    [seen] = found(check, traced(service(**BOTH, clusterIP="10.96.0.10"), pod(ips=V4)))
    assert "IPv6" in seen.message


def test_follows_from_pods_without_an_address_of_that_family() -> None:
    issues = judged(traced(service(**BOTH), pod(ips=V4)))
    assert "PTK03" not in issues
    assert "PTK03" in issues["PTP10"].codes


def test_stands_alone_where_no_pod_explains_it() -> None:
    subject = traced(service(**BOTH, selector={}), endpoint_slice([EndpointPort(port=80)], endpoint("10.1.1.1")))
    assert judged(subject)["PTK03"].severity == "warning"


def test_is_for_clusters_only() -> None:
    """A template has no addresses yet, so no family is missing."""
    assert "PTK03" not in judged(in_files(service(**BOTH), template()))


def test_is_not_decided_without_slices() -> None:
    subject = traced(service(**BOTH), pod(ips=V4), unread=[forbidden("endpointslices")])
    assert not any("PTK03" in issue.codes for issue in judged(subject).values())
