import pytest

from kubectl_porttrace.checks.slices.address_is_virtual import endpoint_is_cluster_ip as check
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    forbidden,
    found,
    headless,
    manifests,
    problems,
    service,
    subset,
    traced,
)
from tests.checks.slices.by_hand import HTTP, NAMED

OTHER = service(name="db", namespace="data", clusterIP="10.96.0.99", clusterIPs=["10.96.0.99"])
VIRTUAL = endpoint_slice([HTTP], endpoint("10.96.0.99"), name="virtual")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, OTHER, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="a-machine"),
        pytest.param(traced(NAMED, VIRTUAL), id="nobody-known-has-it"),
        pytest.param(traced(headless({"name": "http", "port": 80}, selector={}), OTHER, VIRTUAL), id="headless"),
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
    subject = traced(NAMED, OTHER, VIRTUAL, *others)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("virtual", "endpoints")
    assert "data/db" in issue.message
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE12", severity)]


def test_endpoints_in_files_count() -> None:
    snapshot = manifests(NAMED, OTHER, endpoints(subset(HTTP, "10.96.0.99")))
    (issue,) = found(check, trace_service(snapshot, snapshot.services[0]))
    assert (issue.path, issue.object) == ("", None)


def test_endpoints_tell_it_where_slices_may_not_be_read() -> None:
    subject = traced(NAMED, OTHER, endpoints(subset(HTTP, "10.96.0.99")), unread=[forbidden("endpointslices")])
    assert len(found(check, subject)) == 1
