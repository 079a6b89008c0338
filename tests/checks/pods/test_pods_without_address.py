import pytest

from kubectl_porttrace.checks.pods.pods_without_address import pods_without_address as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, pod, serious, service, traced


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod(ips=(), phase="Pending", ready=False)), id="one-has-an-address"),
        pytest.param(traced(service(), pod(ips=(), phase="Failed")), id="ended"),
        pytest.param(traced(service()), id="no-pods"),
        pytest.param(traced(service(selector={}), pod(ips=())), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(ips=(), phase="Pending", ready=False, node="")), id="unscheduled"),
        pytest.param(
            traced(service(), pod(ips=(), phase="Pending", ready=False), pod(ips=(), phase="Failed")), id="and-an-ended"
        ),
        pytest.param(traced(headless(), pod(ips=(), phase="Pending", ready=False)), id="headless"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == ("status.podIPs", subject.ports)
    assert len(issue.evidence) == 1
    assert serious(subject) == {"PTP06": "error"}
