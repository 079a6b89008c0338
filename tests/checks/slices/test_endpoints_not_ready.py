import pytest

from kubectl_porttrace.checks.slices.endpoints_not_ready import endpoints_not_ready as check
from kubectl_porttrace.model.endpointslice import MIRRORING_CONTROLLER
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    found,
    headless,
    judged,
    manifests,
    pod,
    problems,
    service,
    subset,
    traced,
)
from tests.checks.slices.by_hand import BARE, HTTP, NAMED

UNREADY = endpoint("10.0.0.1", ready=False, serving=False)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], UNREADY, endpoint("10.0.0.2"))), id="one-is-ready"),
        pytest.param(
            traced(NAMED, endpoint_slice([HTTP], UNREADY), endpoint_slice([HTTP], endpoint("10.0.0.2"))),
            id="in-another-slice",
        ),
        pytest.param(traced(NAMED, endpoint_slice([HTTP])), id="none-at-all"),
        pytest.param(traced(BARE, endpoint_slice([HTTP], UNREADY)), id="of-another-port"),
        pytest.param(
            traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1", ready=False, terminating=True))),
            id="terminating-but-serving",
        ),
        pytest.param(
            traced(headless({"name": "http", "port": 80}, selector={}), endpoint_slice([HTTP], UNREADY)), id="headless"
        ),
        pytest.param(traced(service(), pod(ready=False)), id="a-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("managed_by", "kind", "path"),
    [
        pytest.param("", "EndpointSlice", "endpoints", id="hand-made"),
        pytest.param(MIRRORING_CONTROLLER, "Endpoints", "subsets", id="mirrored"),
    ],
)
def test_fires(managed_by: str, kind: str, path: str) -> None:
    subject = traced(
        NAMED, endpoint_slice([HTTP], UNREADY, endpoint("10.0.0.2", ready=False, serving=None), managed_by=managed_by)
    )
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.kind, issue.path) == (kind, path)
    assert ("notReadyAddresses" in issue.fix.text) == (kind == "Endpoints")
    assert "all 2 endpoints" in issue.message
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE23", "error")]


def test_endpoints_in_files_count() -> None:
    snapshot = manifests(NAMED, endpoints(subset(HTTP, not_ready=("10.0.0.1",))))
    subject = trace_service(snapshot, snapshot.services[0])
    (issue,) = found(check, subject)
    assert "the 1 endpoint" in issue.message
    assert judged(subject)["PTE23"].severity == "error"
