import pytest

from kubectl_porttrace.checks.pods.node_not_ready import node_not_ready as check
from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, node, pod, serious
from tests.checks.pods.held import WEB, behind

SILENT = {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(pod(WEB, name="web-0", ready=False), node(ready={"status": "True"})), id="node-ready"),
        pytest.param(behind(pod(WEB, name="web-0", ready=False), node()), id="only-its-metadata-was-read"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(pod(WEB, name="web-0", ready=False), node(ready=SILENT)),
            "no pod is ready: node node-0 does not report",
            "status.conditions",
            id="does-not-report",
        ),
        pytest.param(
            behind(
                pod(WEB, name="web-0", ready=False),
                node(ready={"status": "False", "message": "container runtime is down"}),
            ),
            "no pod is ready: node node-0 is not ready",
            "status.conditions",
            id="not-ready",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP26": issue.severity}


def test_is_about_the_node() -> None:
    (issue,) = found(check, behind(pod(WEB, name="web-0", ready=False), node(ready=SILENT)))
    assert issue.object == ObjectReference(kind="Node", namespace=None, name="node-0")
    assert issue.fix.command == "kubectl describe node node-0"
    assert "reported: Kubelet stopped posting node status." in issue.evidence
