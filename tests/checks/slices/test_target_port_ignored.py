import pytest

from kubectl_porttrace.checks.slices.target_port_ignored import target_port_ignored as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import (
    container,
    endpoint,
    endpoint_slice,
    endpoints,
    forbidden,
    found,
    judged,
    manifests,
    pod,
    port,
    service,
    subset,
    traced,
)
from tests.checks.slices.by_hand import BARE, HTTP, PLAIN


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced(
                service({"port": 80, "targetPort": 8080}, selector={}), endpoint_slice([PLAIN], endpoint("10.0.0.1"))
            ),
            id="same-number",
        ),
        pytest.param(traced(BARE, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="of-another-port"),
        pytest.param(traced(BARE, endpoint_slice([EndpointPort()], endpoint("10.0.0.1"))), id="no-number"),
        pytest.param(
            traced(service({"port": 80, "targetPort": "http"}), pod(container(port(8080, "http")))), id="a-selector"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("target", [pytest.param(1234, id="another-number"), pytest.param("http", id="a-name")])
def test_fires(target: int | str) -> None:
    subject = traced(
        service({"port": 80, "targetPort": target}, selector={}), endpoint_slice([PLAIN], endpoint("10.0.0.1"))
    )
    (issue,) = found(check, subject)
    assert issue.path == "spec.ports[0].targetPort"
    assert "8080" in issue.message
    assert [(code, root.severity) for code, root in judged(subject).items()] == [("PTE21", "note")]


def test_endpoints_in_files_count() -> None:
    snapshot = manifests(BARE, endpoints(subset(PLAIN, "10.0.0.1")))
    assert len(found(check, trace_service(snapshot, snapshot.services[0]))) == 1


def test_endpoints_count_where_slices_could_not_be_read() -> None:
    assert (
        len(found(check, traced(BARE, endpoints(subset(PLAIN, "10.0.0.1")), unread=[forbidden("endpointslices")]))) == 1
    )
