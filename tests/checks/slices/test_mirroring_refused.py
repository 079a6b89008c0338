import pytest
from msgspec import structs

from kubectl_porttrace.checks.slices.mirroring_refused import mirroring_refused as check
from kubectl_porttrace.model.endpoints import SKIP_MIRROR
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    found,
    headless,
    judged,
    pod,
    problems,
    service,
    subset,
    traced,
)

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
BARE = service({"port": 80}, selector={})
NAMED = service({"name": "http", "port": 80}, selector={})
REFUSED = endpoints(subset(PLAIN, "10.0.0.1"), labels={SKIP_MIRROR: "true"})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(BARE), id="no-endpoints"),
        pytest.param(traced(BARE, endpoints(subset(PLAIN, "10.0.0.1"))), id="nothing-asked"),
        pytest.param(
            traced(BARE, endpoints(subset(PLAIN, "10.0.0.1"), labels={SKIP_MIRROR: "True"})), id="only-true-counts"
        ),
        pytest.param(traced(BARE, REFUSED, endpoint_slice([PLAIN], endpoint("10.0.0.1"))), id="a-slice-is-there"),
        pytest.param(traced(service(), pod(), REFUSED), id="a-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(BARE, REFUSED)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("Endpoints", "web")
    assert issue.path.startswith("metadata.")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE04", "error")]


def test_covers_a_headless_service() -> None:
    assert "PTE04" in judged(traced(headless({"port": 80}, selector={}), REFUSED))


def test_the_api_server_itself_is_left_alone() -> None:
    subject = traced(
        service(
            {"name": "https", "port": 443, "targetPort": 6443}, name="kubernetes", namespace="default", selector={}
        ),
        endpoint_slice(
            [EndpointPort(name="https", port=6443)], endpoint("172.18.0.2"), service="kubernetes", namespace="default"
        ),
        structs.replace(REFUSED, metadata=structs.replace(REFUSED.metadata, name="kubernetes", namespace="default")),
    )
    assert judged(subject) == {}
