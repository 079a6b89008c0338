import pytest

from kubectl_porttrace.checks.monitors.service_without_endpoints import service_without_endpoints
from kubectl_porttrace.model.service import Service
from tests.build import endpoint_slice, found, pod, service, traced_route
from tests.build.callers import monitor

APP = {"app": "web"}


@pytest.mark.parametrize(
    "without",
    [
        pytest.param(
            service(type="ExternalName", externalName="db.example.com", selector={}, ports=[], labels=APP),
            id="external-name",
        ),
        pytest.param(service({"name": "http", "port": 80}, selector={}, labels=APP), id="no-slice"),
    ],
)
def test_fires(without: Service) -> None:
    subject = traced_route(monitor({"port": "http"}, {"port": "http", "path": "/x"}), without)
    assert [each.path for each in found(service_without_endpoints, subject)] == ["spec.selector"]


def test_stays_silent_of_a_service_with_slices() -> None:
    subject = traced_route(monitor(), service({"name": "http", "port": 80}, labels=APP), pod())
    assert found(service_without_endpoints, subject) == []


def test_stays_silent_of_slices_that_somebody_wrote() -> None:
    by_hand = service({"name": "http", "port": 80}, selector={}, labels=APP)
    assert found(service_without_endpoints, traced_route(monitor(), by_hand, endpoint_slice([]))) == []


def test_stays_silent_of_pods_that_are_not_ready_and_are_scraped_all_the_same() -> None:
    subject = traced_route(monitor(), service({"name": "http", "port": 80}, labels=APP), pod(ready=False))
    assert found(service_without_endpoints, subject) == []
    assert subject.verdict.word == "wired"
