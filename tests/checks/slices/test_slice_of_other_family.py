import pytest

from kubectl_porttrace.checks.slices.slice_of_other_family import slice_of_other_family as check
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointPort, EndpointSlice
from kubectl_porttrace.model.service import SERVICE_PROXY_NAME
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, headless, pod, problems, service, traced

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
BARE = service({"port": 80}, selector={})
NAMED = service({"name": "http", "port": 80}, selector={})

SIX = endpoint_slice([HTTP], endpoint("fd00::1"), family="IPv6", name="six")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="its-own-family"),
        pytest.param(
            traced(service({"name": "http", "port": 80}, selector={}, ipFamilies=["IPv4", "IPv6"]), SIX),
            id="dual-stack",
        ),
        pytest.param(traced(headless({"name": "http", "port": 80}, selector={}), SIX), id="headless"),
        pytest.param(
            traced(service({"name": "http", "port": 80}, selector={}, ipFamilies=[], clusterIP=""), SIX),
            id="families-unknown",
        ),
        pytest.param(traced(BARE, SIX), id="of-no-port-of-the-service"),
        pytest.param(
            traced(service({"name": "http", "port": 80}, selector={}, labels={SERVICE_PROXY_NAME: "other"}), SIX),
            id="ignored-by-kube-proxy",
        ),
        pytest.param(
            traced(
                service({"name": "http", "port": 80}),
                pod(),
                endpoint_slice([HTTP], endpoint("fd00::1"), family="IPv6", managed_by=CONTROLLER),
            ),
            id="the-controllers-own-is-cleaned-up",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("others", "severity"),
    [
        pytest.param([], "error", id="all-there-is"),
        pytest.param([endpoint_slice([HTTP], endpoint("10.0.0.2"))], "warning", id="another-slice-serves"),
    ],
)
def test_fires(others: list[EndpointSlice], severity: str) -> None:
    subject = traced(NAMED, SIX, *others)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("six", "addressType")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE11", severity)]
