import pytest

from kubectl_porttrace.checks.slices.port_protocol_differs import endpoint_port_protocol_differs as check
from kubectl_porttrace.model.endpointslice import MIRRORING_CONTROLLER, EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    forbidden,
    found,
    headless,
    judged,
    problems,
    service,
    subset,
    traced,
)
from tests.checks.slices.by_hand import BARE, HTTP, NAMED

UDP = EndpointPort(name="http", port=8080, protocol="UDP")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="same-protocol"),
        pytest.param(traced(NAMED, endpoint_slice([HTTP, UDP], endpoint("10.0.0.1"))), id="both-protocols"),
        pytest.param(traced(BARE, endpoint_slice([UDP], endpoint("10.0.0.1"))), id="another-name"),
        pytest.param(traced(NAMED, endpoint_slice([UDP])), id="no-endpoint"),
        pytest.param(
            traced(service({"name": "http", "port": 80}), endpoint_slice([UDP], endpoint("10.0.0.1"))), id="a-selector"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("managed_by", "kind", "path"),
    [
        pytest.param("", "EndpointSlice", "ports", id="hand-made"),
        pytest.param(MIRRORING_CONTROLLER, "Endpoints", "subsets", id="mirrored"),
    ],
)
def test_fires_as_the_root(managed_by: str, kind: str, path: str) -> None:
    subject = traced(NAMED, endpoint_slice([UDP], endpoint("10.0.0.1"), managed_by=managed_by))
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.kind, issue.path) == (kind, path)
    assert [root.codes for root in problems(subject)] == [("PTE03", "PTE01")]


def test_is_a_warning_on_a_headless_service() -> None:
    subject = traced(headless({"name": "http", "port": 80}, selector={}), endpoint_slice([UDP], endpoint("10.0.0.1")))
    assert judged(subject)["PTE03"].severity == "warning"


def test_endpoints_tell_it_where_slices_may_not_be_read() -> None:
    subject = traced(NAMED, endpoints(subset(UDP, "10.0.0.1")), unread=[forbidden("endpointslices")])
    assert len(found(check, subject)) == 1
