from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.load_balancer_class_unserved import load_balancer_class_unserved as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import NOW, event, found, judged, pod, service, traced

OF_CLASS: dict[str, Any] = {"type": "LoadBalancer", "loadBalancerClass": "example.com/metal"}
YOUNG = {"creationTimestamp": NOW - timedelta(minutes=3)}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(**OF_CLASS), pod()), id="published"),
        pytest.param(traced(service(type="LoadBalancer", status={}), pod()), id="of-no-class"),
        pytest.param(traced(service(**OF_CLASS, status={}, metadata=YOUNG), pod()), id="still-in-time"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_names_the_class() -> None:
    subject = traced(service(**OF_CLASS, status={}), pod())
    (issue,) = found(check, subject)
    assert issue.path == "spec.loadBalancerClass"
    assert "example.com/metal" in issue.message
    seen = judged(subject)
    assert seen["PTK06"].severity == "error"
    assert "PTK05" not in seen


def test_quotes_what_its_controller_says() -> None:
    events = (event("AllocationFailed", "no available IPs"),)
    (issue,) = found(check, traced(service(**OF_CLASS, status={}), pod(), events=events))
    assert "AllocationFailed, 1m ago: no available IPs" in issue.evidence
    assert "newest event" in issue.fix.text
