import pytest

from kubectl_porttrace.checks.slices.slice_port_too_high import slice_port_too_high as check
from kubectl_porttrace.model.endpointslice import Endpoint, EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, headless, judged, problems, service, traced
from tests.checks.slices.by_hand import BARE, HTTP, NAMED, PLAIN

HIGH = EndpointPort(name="http", port=70000)
PIECE = endpoint_slice([PLAIN, HIGH], endpoint("10.0.0.1"), name="high")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced(NAMED, endpoint_slice([EndpointPort(name="http", port=65535)], endpoint("10.0.0.1"))),
            id="the-highest",
        ),
        pytest.param(traced(NAMED, endpoint_slice([EndpointPort(name="http")], endpoint("10.0.0.1"))), id="none"),
        pytest.param(traced(BARE, endpoint_slice([HIGH], endpoint("10.0.0.1"))), id="of-no-port-of-the-service"),
        pytest.param(traced(headless({"name": "http", "port": 80}, selector={}), PIECE), id="headless"),
        pytest.param(
            traced(
                service(
                    {"name": "http", "port": 80}, selector={}, labels={"service.kubernetes.io/service-proxy-name": ""}
                ),
                PIECE,
            ),
            id="kube-proxy-does-not-serve-it",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_whatever_else_serves() -> None:
    subject = traced(NAMED, PIECE, endpoint_slice([HTTP], endpoint("10.0.0.2")))
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path, issue.ports) == ("high", "ports[1].port", ())
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE18", "error")]


@pytest.mark.parametrize(
    ("of", "severity"),
    [
        pytest.param(endpoint("10.0.0.1", ready=False, serving=False), "warning", id="not-in-use-yet"),
        pytest.param(endpoint("10.0.0.1", ready=False), "warning", id="serving-but-not-ready"),
        pytest.param(endpoint("10.0.0.1", ready=False, terminating=True), "error", id="terminating-but-serving"),
    ],
)
def test_the_damage_is_done_once_an_endpoint_is_in_use(of: Endpoint, severity: str) -> None:
    assert judged(traced(NAMED, endpoint_slice([HIGH], of)))["PTE18"].severity == severity


def test_one_endpoint_in_use_is_enough() -> None:
    slice_ = endpoint_slice([HIGH], endpoint("10.0.0.1"), endpoint("10.0.0.2", ready=False))
    assert judged(traced(NAMED, slice_))["PTE18"].severity == "error"
