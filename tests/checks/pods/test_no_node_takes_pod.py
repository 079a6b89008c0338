from typing import Any

import pytest

from kubectl_porttrace.checks.pods.no_node_takes_pod import no_node_takes_pod as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, pod, serious
from tests.checks.pods.held import behind, held


def unscheduled(message: str, reason: str = "Unschedulable", node: str = "") -> Pod:
    condition: dict[str, Any] = {"type": "PodScheduled", "status": "False", "reason": reason, "message": message}
    return held({}, ips=(), node=node, phase="Pending", status={"conditions": [condition]})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held({}, ips=(), node="")), id="the-scheduler-has-not-said-anything"),
        pytest.param(
            behind(unscheduled("0/1 nodes are available: 1 Insufficient cpu.", node="node-0")), id="on-a-node"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(
                unscheduled("0/3 nodes are available: 1 Too many pods, 2 Insufficient memory. preemption: 0/3 nodes")
            ),
            "no pod is ready: no node takes it: not enough memory (2 of 3 nodes), "
            "too many pods on the node (1 of 3 nodes)",
            "spec.template.spec",
            id="resources",
        ),
        pytest.param(
            behind(unscheduled("0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: db}.")),
            "no pod is ready: no node takes it: taint not tolerated: {dedicated: db} (1 of 1 nodes)",
            "spec.template.spec",
            id="taint",
        ),
        pytest.param(
            behind(unscheduled('0/2 nodes are available: persistentvolumeclaim "data" not found. not eligible')),
            'no pod is ready: no node takes it: persistentvolumeclaim "data" not found',
            "spec.template.spec",
            id="claim",
        ),
        pytest.param(
            behind(unscheduled("no nodes available to schedule pods")),
            "no pod is ready: no node takes it: no nodes available to schedule pods",
            "spec.template.spec",
            id="no-nodes",
        ),
        pytest.param(
            behind(unscheduled("Scheduling is blocked due to non-empty scheduling gates", reason="SchedulingGated")),
            "no pod is ready: no node takes it: it has scheduling gates, which a controller has to remove",
            "spec.template.spec",
            id="gates",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP24": issue.severity}
