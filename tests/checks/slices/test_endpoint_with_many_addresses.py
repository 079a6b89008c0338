import pytest

from kubectl_porttrace.checks.slices.endpoint_with_many_addresses import endpoint_with_many_addresses as check
from kubectl_porttrace.model.endpointslice import Endpoint
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, headless, judged, service, traced
from tests.checks.slices.by_hand import HTTP, NAMED

MANY = endpoint_slice([HTTP], endpoint("10.0.0.3"), Endpoint(addresses=("10.0.0.1", "10.0.0.2")), name="many")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"), endpoint("10.0.0.2"))), id="one-each"),
        pytest.param(traced(headless({"name": "http", "port": 80}, selector={}), MANY), id="headless"),
        pytest.param(
            traced(service(selector={}, type="ExternalName", externalName="a.example"), MANY), id="external-name"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(NAMED, MANY)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("many", "endpoints")
    assert "10.0.0.2" in issue.message
    assert judged(subject)["PTE19"].severity == "note"
