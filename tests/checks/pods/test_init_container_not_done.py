import pytest

from kubectl_porttrace.checks.pods.init_container_not_done import init_container_not_done as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, pod, serious
from tests.checks.pods.held import WEB, behind, held, running

WAITING = {
    "initContainerStatuses": [{"name": "wait", "state": {"running": {"startedAt": "2026-11-21T03:00:00Z"}}}],
    "containerStatuses": [{"name": "web", "state": {"waiting": {"reason": "PodInitializing"}}}],
    "conditions": [{"type": "Ready", "status": "False"}],
}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held(running())), id="its-own-container-runs"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(pod(WEB, name="web-0", init=[container(name="wait")], ready=False, status=WAITING)),
            "no pod is ready: init container wait has not finished and runs for 10m",
            "spec.initContainers[0]",
            id="runs",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP23": issue.severity}


def test_says_for_how_long() -> None:
    subject = behind(pod(WEB, name="web-0", init=[container(name="wait")], ready=False, status=WAITING))
    assert found(check, subject)[0].evidence == ("Pod/web-0", "since 10m")
