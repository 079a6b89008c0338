from typing import Any

import pytest

from kubectl_porttrace.checks.container_ports.too_few_nodes import too_few_nodes_for_host_port as check
from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.workloads.workload import TracedWorkload
from tests.build import container, forbidden, found, judged, node, pod, port, traced_workload, workload

ON_NODE = container(ContainerPort(container_port=8080, host_port=80))
NODES = [node("node-0"), node("node-1")]


def edge(*pods: Pod, kind: str = "StatefulSet", replicas: int = 3, **fields: Any) -> TracedWorkload:
    nodes = fields.pop("nodes", NODES)
    return traced_workload(f"{kind}/edge", workload(kind, "edge", spec={"replicas": replicas}), *nodes, *pods, **fields)


def replica(*containers: Any, node: str = "", kind: str = "StatefulSet", **fields: Any) -> Pod:
    return pod(*(containers or (ON_NODE,)), node=node, owner=(kind, "edge"), phase="Pending", **fields)


def _tainted(key: str, effect: str = "NoSchedule") -> Node:
    return node("node-1", taints=[{"key": key, "value": "edge", "effect": effect}])


def _tolerant() -> Pod:
    return replica(spec={"tolerations": [{"key": "dedicated", "value": "edge", "effect": "NoSchedule"}]})


PLACED = replica(node="node-0"), replica(node="node-1")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(edge(*PLACED, replica(), replicas=2), id="enough-nodes"),
        pytest.param(edge(*PLACED), id="none-waits"),
        pytest.param(edge(replica(container(port(8080)))), id="no-host-port"),
        pytest.param(edge(*PLACED, replica(container(port(8080)))), id="only-older-ones-want-it"),
        pytest.param(edge(replica(kind="DaemonSet"), kind="DaemonSet"), id="daemon-set"),
        pytest.param(traced_workload("Pod/edge", pod(ON_NODE, name="edge", node="")), id="pod"),
        pytest.param(edge(replica(), nodes=[], unread=[forbidden("nodes")]), id="one-node-more-to-see"),
        pytest.param(
            edge(replica(node="node-0"), replica(), replicas=2, nodes=[NODES[0], _tainted("x", "PreferNoSchedule")]),
            id="a-taint-that-keeps-nobody-off",
        ),
        pytest.param(
            edge(*PLACED, replica(), nodes=[node("node-0", unschedulable=True), NODES[1], node("node-2")]),
            id="a-cordon-drives-nobody-away",
        ),
        pytest.param(
            edge(replica(node="node-0"), _tolerant(), replicas=2, nodes=[NODES[0], _tainted("dedicated")]),
            id="tolerated",
        ),
    ],
)
def test_stays_silent(subject: TracedWorkload) -> None:
    assert "PTH03" not in judged(subject)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(edge(*PLACED, replica()), id="host-port"),
        pytest.param(
            edge(
                *(
                    replica(container(port(8080)), node=name, spec={"hostNetwork": True})
                    for name in ("node-0", "node-1", "")
                )
            ),
            id="host-network",
        ),
    ],
)
def test_fires(subject: TracedWorkload) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.object) == ("spec.replicas", None)
    assert "3 pods want" in issue.message
    assert "1 pod cannot be placed" in issue.message


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            edge(replica(node="node-0"), replica(), replicas=2, nodes=[NODES[0], _tainted("x")]), id="tainted"
        ),
        pytest.param(
            edge(replica(node="node-0"), replica(), replicas=2, nodes=[NODES[0], node("node-1", unschedulable=True)]),
            id="cordoned",
        ),
        pytest.param(
            edge(
                replica(node="node-0", spec={"nodeSelector": {"disk": "ssd"}}),
                replica(spec={"nodeSelector": {"disk": "ssd"}}),
                replicas=2,
                nodes=[node("node-0", labels={"disk": "ssd"}), NODES[1]],
            ),
            id="not-selected",
        ),
    ],
)
def test_nodes_that_may_not_take_the_pods_do_not_count(subject: TracedWorkload) -> None:
    (issue,) = found(check, subject)
    assert "there is 1 node for them" in issue.message
    assert issue.evidence[-1] == "1 of 2 nodes may not take them"
