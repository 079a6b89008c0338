from typing import Any

import pytest

from kubectl_porttrace.checks.reasons import by_reason, unmet_gates, why_no_address, why_unready
from kubectl_porttrace.model.pod import Pod
from tests.build import pod, service, traced

GATES = {"readinessGates": [{"conditionType": "lb/a"}, {"conditionType": "lb/b"}, {"conditionType": "lb/c"}]}
INITIALIZING: dict[str, Any] = {"waiting": {"reason": "PodInitializing"}}
RUNS: dict[str, Any] = {"running": {}}


def unready(
    app: dict[str, Any] | None = None,
    last: int | None = None,
    spec: dict[str, Any] | None = None,
    conditions: list[dict[str, str]] | None = None,
) -> Pod:
    status: dict[str, Any] = {
        "containerStatuses": [{"name": "app", **app, "lastState": {"terminated": {"exitCode": last}}}] if app else [],
        "conditions": [{"type": "Ready", "status": "False"}] if conditions is None else conditions,
    }
    return pod(ready=False, status=status, spec=spec)


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        pytest.param(pod(terminating=True, ready=False), "being deleted", id="terminating"),
        pytest.param(
            unready(app={"state": {"waiting": {"reason": "CrashLoopBackOff"}}}, last=137),
            "container app exits with code 137 (SIGKILL)",
            id="a-cause",
        ),
        pytest.param(
            unready(
                app={"state": {"waiting": {"reason": "CreateContainerError"}}},
                spec=GATES,
                conditions=[{"type": "lb/a", "status": "True"}, {"type": "lb/b", "status": "True"}],
            ),
            "container app cannot start: CreateContainerError; readiness gate lb/c is missing",
            id="a-cause-and-a-gate",
        ),
        pytest.param(unready(app={"state": INITIALIZING}), "Ready is False, without a reason", id="no-reason"),
        pytest.param(
            unready(
                app={"state": RUNS, "ready": True},
                spec=GATES,
                conditions=[{"type": "lb/a", "status": "True"}, {"type": "lb/b", "status": "False"}],
            ),
            "readiness gate lb/b is False; readiness gate lb/c is missing",
            id="gates",
        ),
        pytest.param(
            unready(conditions=[]), "no Ready condition: the kubelet has not reported yet", id="no-ready-condition"
        ),
        pytest.param(
            unready(conditions=[{"type": "Ready", "status": "Unknown", "reason": "NodeStatusUnknown", "message": "m"}]),
            "Ready is Unknown: NodeStatusUnknown: m",
            id="reason-of-the-condition",
        ),
    ],
)
def test_why_unready(subject: Pod, why: str) -> None:
    assert why_unready(traced(service(), subject), subject) == why


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        pytest.param(pod(ips=(), node=""), "on no node yet", id="unscheduled"),
        pytest.param(
            pod(
                ips=(),
                node="",
                status={"conditions": [{"type": "PodScheduled", "status": "False", "message": "0/3 nodes fit"}]},
            ),
            "on no node yet: 0/3 nodes fit",
            id="unschedulable",
        ),
        pytest.param(pod(ips=()), "on node-0", id="scheduled"),
        pytest.param(
            pod(
                ips=(),
                status={
                    "containerStatuses": [
                        {"name": name, "state": {"waiting": {"reason": "ContainerCreating"}}} for name in ("a", "b")
                    ],
                    "initContainerStatuses": [{"name": "i", "state": INITIALIZING}, {"name": "j", "state": RUNS}],
                },
            ),
            "on node-0, ContainerCreating",
            id="creating",
        ),
    ],
)
def test_why_no_address(subject: Pod, why: str) -> None:
    assert why_no_address(subject) == why


def test_unmet_gates_are_those_that_are_not_true() -> None:
    conditions = [{"type": "lb/a", "status": "True"}, {"type": "lb/b", "status": "Unknown"}]
    assert list(unmet_gates(pod(spec=GATES, status={"conditions": conditions}))) == [
        ("lb/b", "Unknown"),
        ("lb/c", "missing"),
    ]


def test_by_reason_groups_by_workload_and_reason_and_gives_the_most_restarts() -> None:
    def member(name: str, owner: str, restarts: int) -> Pod:
        statuses = [{"name": "app", "restartCount": restarts, "state": RUNS}]
        return pod(name=name, owner=("StatefulSet", owner), status={"containerStatuses": statuses})

    pods = [member("a", "web", 2), member("b", "web", 5), member("c", "db", 0), pod(name="lone"), member("d", "db", 1)]
    assert by_reason(traced(service(), *pods), pods, lambda pod: "x" if pod.name != "d" else "y") == (
        "2 pods of StatefulSet/web (a, b): x, 5 restarts",
        "1 pod of StatefulSet/db (c): x",
        "Pod/lone: x",
        "1 pod of StatefulSet/db (d): y, 1 restart",
    )
