from typing import Any

import pytest

from kubectl_porttrace.checks.pods.rollout_stuck import rollout_stuck as check
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, serious, workload
from tests.checks.pods.held import WEB, behind, crashing, held

HASH = {"app": "web", "pod-template-hash": "7c67"}
OWNED: dict[str, Any] = {"owner": ("ReplicaSet", "web-7c67"), "labels": HASH}


def deployment(reason: str, status: str = "False") -> Workload:
    condition = {
        "type": "Progressing",
        "status": status,
        "reason": reason,
        "lastTransitionTime": "2026-11-21T03:00:00Z",
    }
    return workload("Deployment", "web", status={"conditions": [condition]})


def replica_set() -> Workload:
    owner = {"kind": "Deployment", "name": "web", "controller": True}
    return workload("ReplicaSet", "web-7c67", metadata={"ownerReferences": [owner]})


def behind_deployment(reason: str) -> TracedService:
    return behind(pod(WEB, name="web-0", **OWNED), deployment(reason), replica_set())


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind_deployment("NewReplicaSetAvailable"), id="done"),
        pytest.param(behind_deployment("ReplicaSetUpdated"), id="under-way"),
        pytest.param(behind(pod(WEB, name="web-0")), id="no-deployment"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("reason", "message", "severity"),
    [
        pytest.param(
            "ProgressDeadlineExceeded", "the rollout of Deployment/web is stuck since 10m", "warning", id="stuck"
        ),
        pytest.param("DeploymentPaused", "the rollout of Deployment/web is paused since 10m", "note", id="paused"),
    ],
)
def test_fires(reason: str, message: str, severity: str) -> None:
    subject = behind_deployment(reason)
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, "status.conditions")
    assert judged(subject)["PTP30"].severity == severity


def test_follows_from_what_keeps_the_new_pods_from_being_ready() -> None:
    new = held(crashing(1), name="web-1", **OWNED)
    subject = behind(pod(WEB, name="web-0", **OWNED), new, deployment("ProgressDeadlineExceeded"), replica_set())
    assert serious(subject) == {"PTP21": "warning"}
    assert "PTP30" in judged(subject)["PTP21"].codes
