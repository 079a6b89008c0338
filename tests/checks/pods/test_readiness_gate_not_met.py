from typing import Any

import pytest

from kubectl_porttrace.checks.pods.readiness_gate_not_met import readiness_gate_not_met as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, sidecar, traced

GATE = {"readinessGates": [{"conditionType": "lb/attached"}]}


def gated(*conditions: dict[str, str], statuses: tuple[bool, ...] = (True,), **fields: Any) -> Pod:
    status = {
        "conditions": [{"type": "Ready", "status": "False"}, *conditions],
        "containerStatuses": [{"name": "app", "ready": ready} for ready in statuses],
    }
    return pod(spec=GATE, status=status, **fields)


def condition(kind: str, status: str) -> dict[str, str]:
    return {"type": kind, "status": status}


MET = condition("lb/attached", "True")
UNMET = condition("lb/attached", "False")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(spec=GATE)), id="the-pod-is-ready"),
        pytest.param(traced(service(), gated(MET)), id="met"),
        pytest.param(traced(service(), pod(ready=False)), id="no-gate"),
        pytest.param(traced(service(), gated(UNMET, statuses=(False,))), id="a-container-is-not-ready"),
        pytest.param(traced(service(), gated(UNMET, condition("ContainersReady", "False"))), id="containers-not-ready"),
        pytest.param(traced(service(publishNotReadyAddresses=True), gated(UNMET)), id="published-anyway"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "severity", "codes"),
    [
        pytest.param(traced(service(), gated(UNMET)), "error", ("PTP14", "PTP07"), id="false"),
        pytest.param(traced(service(), gated()), "error", ("PTP14", "PTP07"), id="missing"),
        pytest.param(traced(service(), gated(statuses=())), "error", ("PTP14", "PTP07"), id="nothing-else-known"),
        pytest.param(
            traced(service(), gated(condition("ContainersReady", "True"), init=[sidecar()])),
            "error",
            ("PTP14", "PTP07"),
            id="sidecar-without-status",
        ),
        pytest.param(traced(service(), gated(UNMET), pod()), "warning", ("PTP14", "PTP08"), id="of-one-pod-of-two"),
    ],
)
def test_fires(subject: TracedService, severity: str, codes: tuple[str, ...]) -> None:
    assert [issue.path for issue in found(check, subject)] == ["spec.readinessGates[0].conditionType"]
    issue = judged(subject)["PTP14"]
    assert (issue.severity, issue.codes) == (severity, codes)
