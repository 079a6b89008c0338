from datetime import timedelta

import pytest

from kubectl_porttrace.checks.traffic.repair_reported import allocation_conflict as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import event, found, headless, judged, pod, service, traced

TWICE = "Cluster IP [IPv4]:10.96.0.10 was assigned to multiple services; please recreate service"


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), service(name="other")), id="each-its-own"),
        pytest.param(traced(headless(), headless(name="other")), id="headless-have-none"),
        pytest.param(
            traced(service(), pod(), events=[event("ClusterIPAlreadyAllocated", TWICE, ago=timedelta(hours=2))]),
            id="over",
        ),
        pytest.param(
            traced(service(), pod(), events=[event("ClusterIPAlreadyAllocated", TWICE, name="other")]),
            id="of-another-service",
        ),
        pytest.param(traced(service(), pod(), events=[event("Unhealthy")]), id="another-reason"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("reason", "path", "severity"),
    [
        pytest.param("ClusterIPAlreadyAllocated", "spec.clusterIP", "warning", id="address-of-two"),
        pytest.param("ClusterIPOutOfRange", "spec.clusterIP", "warning", id="address-outside"),
        pytest.param("ClusterIPNotAllocated", "spec.clusterIP", "note", id="address-not-in-the-books"),
        pytest.param("PortAlreadyAllocated", "spec.ports", "warning", id="node-port-of-two"),
        pytest.param("PortNotAllocated", "spec.ports", "note", id="node-port-not-in-the-books"),
    ],
)
def test_quotes_the_event(reason: str, path: str, severity: str) -> None:
    subject = traced(service(), pod(), events=[event(reason, TWICE)])
    (issue,) = found(check, subject)
    assert issue.path == path
    assert TWICE in issue.message
    assert judged(subject)["PTK18"].severity == severity


def test_two_services_with_one_address() -> None:
    twin = service(name="twin", namespace="other", clusterIP="10.96.0.10", clusterIPs=["10.96.0.10"])
    subject = traced(service(), pod(), twin)
    (issue,) = found(check, subject)
    assert "other/twin" in issue.message
    assert judged(subject)["PTK18"].severity == "warning"
