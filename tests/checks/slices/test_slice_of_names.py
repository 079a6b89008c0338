import pytest

from kubectl_porttrace.checks.slices.slice_of_names import slice_of_host_names as check
from kubectl_porttrace.model.endpointslice import EndpointPort, EndpointSlice
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, headless, problems, service, traced

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
BARE = service({"port": 80}, selector={})
NAMED = service({"name": "http", "port": 80}, selector={})

NAMES = endpoint_slice([HTTP], endpoint("a.example"), family="FQDN", name="names")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="addresses"),
        pytest.param(traced(headless({"name": "http", "port": 80}, selector={}), NAMES), id="headless"),
        pytest.param(traced(NAMED, endpoint_slice([HTTP], family="FQDN")), id="without-endpoints"),
        pytest.param(traced(BARE, NAMES), id="of-no-port-of-the-service"),
        pytest.param(
            traced(service(selector={}, type="ExternalName", externalName="a.example"), NAMES), id="external-name"
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
    subject = traced(NAMED, NAMES, *others)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("names", "addressType")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE10", severity)]
