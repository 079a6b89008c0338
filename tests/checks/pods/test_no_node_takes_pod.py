from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.pods.no_node_takes_pod import no_node_takes_pod as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.node import Node, NodeStatus
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, node, pod, serious
from tests.checks.pods.held import about_pod, behind, held


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
            "no pod is ready: no node takes the pod: not enough memory (2 of 3 nodes), "
            "too many pods on the node (1 of 3 nodes)",
            "spec.template.spec",
            id="resources",
        ),
        pytest.param(
            behind(unscheduled("0/1 nodes are available: 1 node(s) had untolerated taint {dedicated: db}.")),
            "no pod is ready: no node takes the pod: taint not tolerated: {dedicated: db} (1 of 1 nodes)",
            "spec.template.spec",
            id="taint",
        ),
        pytest.param(
            behind(unscheduled('0/2 nodes are available: persistentvolumeclaim "data" not found. not eligible')),
            "no pod is ready: no node takes the pod: it needs PersistentVolumeClaim data, which does not exist",
            "spec.template.spec",
            id="claim",
        ),
        pytest.param(
            behind(unscheduled("no nodes available to schedule pods")),
            "no pod is ready: no node takes the pod: no nodes available to schedule pods",
            "spec.template.spec",
            id="no-nodes",
        ),
        pytest.param(
            behind(unscheduled("Scheduling is blocked due to non-empty scheduling gates", reason="SchedulingGated")),
            "no pod is ready: no node takes the pod: it has scheduling gates, which a controller has to remove",
            "spec.template.spec",
            id="gates",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP24": issue.severity}


BIG = container(name="web", spec={"image": "web", "resources": {"requests": {"cpu": "9", "memory": "2Gi"}}})
LACKS_CPU = "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available"
LACKS_BOTH = "0/2 nodes are available: 1 Insufficient cpu, 2 Insufficient memory."


def asking_for(message: str, *containers: Container) -> Pod:
    condition = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}
    return held({}, *(containers or (BIG,)), ips=(), node="", phase="Pending", status={"conditions": [condition]})


def sized(name: str, **allocatable: str) -> Node:
    return replace(node(name), status=NodeStatus(allocatable=dict(allocatable)))


SMALL, LARGE = sized("node-0", cpu="3900m", memory="1048576Ki"), sized("node-1", cpu="16", memory="64Gi")


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        pytest.param(
            behind(asking_for(LACKS_CPU), SMALL, sized("node-1", cpu="8", memory="64Gi")),
            "not enough cpu (2 of 2 nodes); it requests 9 cpu, the largest node has 8",
            id="no-node-is-large-enough",
        ),
        pytest.param(
            behind(asking_for(LACKS_BOTH), SMALL),
            "not enough memory (2 of 2 nodes), not enough cpu (1 of 2 nodes); "
            "it requests 9 cpu, the largest node has 3.9",
            id="the-largest-shortfall-of-two",
        ),
        pytest.param(
            behind(asking_for(LACKS_CPU.replace("cpu", "nvidia.com/gpu")), SMALL, LARGE),
            "not enough nvidia.com/gpu (2 of 2 nodes); no node has nvidia.com/gpu",
            id="no-node-has-any",
        ),
        pytest.param(
            behind(asking_for(LACKS_CPU), SMALL, LARGE), "not enough cpu (2 of 2 nodes)", id="other-pods-take-the-room"
        ),
        pytest.param(behind(asking_for(LACKS_CPU), node()), "not enough cpu (2 of 2 nodes)", id="nodes-not-read"),
    ],
)
def test_says_what_is_asked_for_where_no_node_has_it(subject: TracedService, message: str) -> None:
    (issue,) = found(check, subject)
    assert issue.message == f"no pod is ready: no node takes the pod: {message}"


def test_says_what_the_largest_node_has() -> None:
    (issue,) = found(check, behind(asking_for(LACKS_CPU), SMALL, LARGE))
    assert "it requests 9 cpu; the largest of 2 nodes has 16 for all its pods" in issue.evidence
    assert issue.fix.text.startswith("add a node with room, or lower the pods' requests;")
    (issue,) = found(check, behind(asking_for(LACKS_CPU), SMALL))
    assert issue.fix.text.startswith("request less cpu in the template of the pods, or add a node that has as much;")


def answer(reason: str, message: str, seconds: int = 120) -> Event:
    return about_pod(reason, message, seconds=seconds)


NO_GROUP = "pod didn't trigger scale-up: 1 Insufficient cpu, 2 in backoff after failed scale-up"
GROWS = "pod triggered scale-up: [{ng-1 1->2 (max: 10)}]"


@pytest.mark.parametrize(
    ("events", "told"),
    [
        pytest.param((answer("TriggeredScaleUp", GROWS),), "the autoscaler asked for one 2m ago", id="adds-one"),
        pytest.param(
            (answer("TriggeredScaleUp", GROWS, seconds=1800),),
            "the autoscaler asked for one 30m ago, and it has not come",
            id="which-did-not-come",
        ),
        pytest.param(
            (answer("NotTriggerScaleUp", "pod didn't trigger scale-up: 1 max node group size reached"),),
            "the autoscaler adds none: node group at its maximum size",
            id="at-its-maximum",
        ),
        pytest.param(
            (answer("NotTriggerScaleUp", NO_GROUP),),
            "the autoscaler adds none: node group not tried again yet after a failure, not enough cpu",
            id="several-reasons",
        ),
        pytest.param(
            (answer("NotTriggerScaleUp", "pod didn't trigger scale-up: max total nodes in cluster reached"),),
            "the autoscaler adds none: the cluster has its maximum of nodes",
            id="of-all-nodes",
        ),
        pytest.param(
            (answer("NotTriggerScaleUp", "pod didn't trigger scale-up: x", 600), answer("TriggeredScaleUp", GROWS, 60)),
            "the autoscaler asked for one 1m ago",
            id="the-newer-of-two",
        ),
    ],
)
def test_says_what_the_autoscaler_makes_of_it(events: tuple[Event, ...], told: str) -> None:
    (issue,) = found(check, behind(asking_for(LACKS_CPU), events=events))
    assert issue.message == f"no pod is ready: no node takes the pod: not enough cpu (2 of 2 nodes); {told}"
    assert any(line.startswith("cluster autoscaler: pod ") for line in issue.evidence)
    assert issue.fix.text.startswith("wait for the new node") == told.startswith("the autoscaler asked")
