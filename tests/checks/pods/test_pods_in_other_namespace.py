import pytest

from kubectl_porttrace.checks.pods.pods_in_other_namespace import pods_in_other_namespace as check
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.trace.service import TracedService
from tests.build import forbidden, found, judged, pod, service, traced


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod(namespace="other")), id="pods-here-too"),
        pytest.param(traced(service()), id="pods-nowhere"),
        pytest.param(traced(service(), pod(namespace="other", labels={"app": "x"})), id="other-labels"),
        pytest.param(traced(service(), pod(namespace="other", phase="Failed")), id="ended"),
        pytest.param(traced(service(selector={}), pod(namespace="other")), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_names_the_service_that_serves_them() -> None:
    there = service(namespace="other", name="web-there")
    subject = traced(service(), there, pod(name="web-a", namespace="other"), pod(name="web-b", namespace="zoo"))
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == ("spec.selector", subject.ports)
    assert issue.evidence == ("in other: web-a, served by web-there.other.svc", "in zoo: web-b")
    assert issue.fix.command is None


def test_is_the_root_cause() -> None:
    issues = judged(traced(service(), pod(namespace="other")))
    assert list(issues) == ["PTP02"]
    assert (issues["PTP02"].severity, issues["PTP02"].codes) == ("error", ("PTP02", "PTP01"))


def test_is_not_decided_where_other_namespaces_were_not_read() -> None:
    issues = judged(traced(service(), pod(namespace="other"), unread=[forbidden(PODS_ELSEWHERE)]))
    assert list(issues) == ["PTP01"]
