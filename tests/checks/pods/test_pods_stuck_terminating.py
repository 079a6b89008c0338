from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.checks.pods.pods_stuck_terminating import pods_stuck_terminating as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import NOW, found, node, pod, serious
from tests.checks.pods.held import WEB, behind, serving


def leaving(seconds: int = 600, name: str = "web-0", **fields: Any) -> Pod:
    """A pod whose grace period was over so many seconds ago."""
    moment = NOW - timedelta(seconds=seconds)
    metadata = {"deletionTimestamp": moment, **fields.pop("metadata", {})}
    given = {"owner": ("StatefulSet", "web"), "ready": False, "name": name, "metadata": metadata, **fields}
    return pod(WEB, **given)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(leaving(30)), id="overdue-for-seconds"),
        pytest.param(behind(leaving(-20)), id="within-its-grace-period"),
        pytest.param(behind(leaving(), serving("web-1")), id="another-is-there"),
        pytest.param(behind(leaving(ready=True)), id="it-still-serves"),
        pytest.param(behind(), id="no-pods"),
        pytest.param(behind(leaving(node="")), id="never-on-a-node"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "keeps", "command"),
    [
        pytest.param(
            behind(leaving(metadata={"finalizers": ["example.com/drain"]})),
            "1 pod being deleted does not go: finalizer example.com/drain",
            "kubectl describe pod web-0 -n shop",
            id="finalizer",
        ),
        pytest.param(
            behind(leaving(), leaving(name="web-1")),
            "2 pods being deleted do not go: not confirmed by node node-0",
            "kubectl describe node node-0",
            id="no-kubelet",
        ),
        pytest.param(
            behind(leaving(), node(ready={"status": "Unknown"})),
            "1 pod being deleted does not go: node node-0 does not report",
            "kubectl describe node node-0",
            id="silent-node",
        ),
    ],
)
def test_fires(subject: TracedService, keeps: str, command: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.fix.command) == (f"no pod is ready: {keeps}", command)
    assert serious(subject) == {"PTP27": "error"}
