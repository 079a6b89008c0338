import pytest

from kubectl_porttrace.checks.slices.slice_port_without_number import slice_port_without_number as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, headless, judged, problems, traced
from tests.checks.slices.by_hand import BARE, HTTP, NAMED, PLAIN

NOTHING = EndpointPort(name="http")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoint_slice([HTTP], endpoint("10.0.0.1"))), id="a-number"),
        pytest.param(traced(BARE, endpoint_slice([NOTHING], endpoint("10.0.0.1"))), id="of-another-port"),
        pytest.param(traced(NAMED, endpoint_slice([NOTHING])), id="no-endpoint"),
        pytest.param(
            traced(
                headless({"name": "http", "port": 80}, selector={}), endpoint_slice([NOTHING], endpoint("10.0.0.1"))
            ),
            id="headless",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "entry", [pytest.param(NOTHING, id="nil"), pytest.param(EndpointPort(name="http", port=0), id="zero")]
)
def test_fires(entry: EndpointPort) -> None:
    subject = traced(NAMED, endpoint_slice([PLAIN, entry], endpoint("10.0.0.1"), name="mine"))
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("mine", "ports[1].port")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE17", "error")]


def test_is_a_warning_where_another_slice_serves() -> None:
    subject = traced(
        NAMED, endpoint_slice([NOTHING], endpoint("10.0.0.1")), endpoint_slice([HTTP], endpoint("10.0.0.2"))
    )
    assert judged(subject)["PTE17"].severity == "warning"
