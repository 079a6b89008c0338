from typing import Any

import pytest

from kubectl_porttrace.checks.container_ports.too_few_nodes import too_few_nodes_for_host_port as check
from kubectl_porttrace.model.container import ContainerPort
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
