import pytest

from kubectl_porttrace.checks.slices.endpoints_port_name_twice import endpoints_port_name_twice as check
from kubectl_porttrace.model.endpoints import SKIP_MIRROR
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import endpoints, found, headless, judged, manifests, pod, problems, service, subset, traced
from tests.checks.slices.by_hand import HTTP, NAMED, PLAIN

AGAIN = EndpointPort(name="http", port=9090)
UDP = EndpointPort(name="http", port=8080, protocol="UDP")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(NAMED, endpoints(subset(HTTP, "10.0.0.1"))), id="one-port"),
        pytest.param(
            traced(NAMED, endpoints(subset(HTTP, "10.0.0.1"), subset(AGAIN, "10.0.0.2"))), id="in-two-subsets"
        ),
        pytest.param(
            traced(NAMED, endpoints(subset(HTTP, AGAIN, "10.0.0.1"), labels={SKIP_MIRROR: "true"})), id="not-mirrored"
        ),
        pytest.param(traced(service(), pod(), endpoints(subset(HTTP, AGAIN, "10.0.0.1"))), id="a-selector"),
        pytest.param(traced(NAMED), id="no-endpoints"),
        pytest.param(traced(NAMED, endpoints(subset(HTTP, HTTP, "10.0.0.1"))), id="the-very-same-port"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("second", [pytest.param(AGAIN, id="two-numbers"), pytest.param(UDP, id="two-protocols")])
def test_fires(second: EndpointPort) -> None:
    subject = traced(NAMED, endpoints(subset(PLAIN, "10.0.0.2"), subset(HTTP, second, "10.0.0.1")))
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.path, issue.object.kind) == ("subsets[1].ports", "Endpoints")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE06", "error")]


def test_fires_where_two_subsets_come_to_the_same() -> None:
    subject = traced(NAMED, endpoints(subset(HTTP, "10.0.0.1"), subset(AGAIN, "10.0.0.1")))
    assert [issue.path for issue in found(check, subject)] == ["subsets[0].ports"]


def test_in_a_file_nothing_would_be_mirrored() -> None:
    snapshot = manifests(NAMED, endpoints(subset(HTTP, AGAIN, "10.0.0.1")))
    subject = trace_service(snapshot, snapshot.services[0])
    assert subject.verdict.word == "broken"
    assert judged(subject)["PTE06"].severity == "error"


def test_is_a_warning_where_the_service_has_no_port() -> None:
    subject = traced(headless(ports=[], selector={}), endpoints(subset(HTTP, AGAIN, "10.0.0.1")))
    assert found(check, subject)[0].severity == "warning"
