from typing import Any

import pytest

from kubectl_porttrace.checks.practice.one_node import all_replicas_on_one_node as check
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, node, pod, service, traced, workload
from tests.checks.practice.workloads import BY_OPERATOR

UP = {"status": "True"}
HERE, THERE = node("node-0", ready=UP), node("node-1", ready=UP)


def replica(on: str = "node-0", kind: str = "StatefulSet", **fields: Any) -> Pod:
    return pod(node=on, owner=(kind, "web"), **fields)


def _pair(*nodes: Node, kind: str = "StatefulSet", **fields: Any) -> TracedService:
    return traced(service(), replica(kind=kind, **fields), replica(kind=kind, **fields), *nodes, workload(kind, "web"))


STATEFUL = workload("StatefulSet", "web")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), replica(), replica("node-1"), HERE, THERE, STATEFUL), id="on-two-nodes"),
        pytest.param(traced(service(), replica(), HERE, THERE, STATEFUL), id="one-replica"),
        pytest.param(traced(service(), replica(), replica(ready=False), HERE, THERE, STATEFUL), id="one-is-ready"),
        pytest.param(_pair(HERE), id="one-node"),
        pytest.param(_pair(HERE, node("node-1", ready={"status": "False"})), id="the-other-is-down"),
        pytest.param(_pair(HERE, node("node-1")), id="of-the-other-only-metadata"),
        pytest.param(_pair(HERE, node("node-1", ready=UP, unschedulable=True)), id="the-other-is-cordoned"),
        pytest.param(
            _pair(HERE, node("node-1", ready=UP, taints=[{"key": "gpu", "effect": "NoSchedule"}])),
            id="the-other-is-tainted",
        ),
        pytest.param(_pair(HERE, THERE, spec={"nodeSelector": {"disk": "ssd"}}), id="the-other-is-not-selected"),
        pytest.param(_pair(HERE, THERE, kind="DaemonSet"), id="daemon-set"),
        pytest.param(traced(service(), replica(kind="Kafka"), replica(kind="Kafka"), HERE, THERE), id="of-an-operator"),
        pytest.param(
            traced(service(), replica(), replica(), HERE, THERE, workload("StatefulSet", "web", metadata=BY_OPERATOR)),
            id="an-operator-writes-it",
        ),
        pytest.param(traced(headless(), replica(), replica(), HERE, THERE, STATEFUL), id="headless"),
        pytest.param(_pair(HERE, THERE, on=""), id="on-no-node"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("kind", ["StatefulSet", "Deployment"])
def test_fires(kind: str) -> None:
    (issue,) = found(check, _pair(HERE, THERE, kind=kind))
    assert issue.path == "spec.selector"
    assert issue.message == "all 2 pods run on node-0, and stop together with it"
    assert issue.evidence[0].endswith(": node-1")


def test_services_of_the_same_pods_share_it() -> None:
    pods = replica(name="web-a"), replica(name="web-b")
    keys = [
        found(check, traced(service(name=name), *pods, HERE, THERE, STATEFUL))[0].shared for name in ("web", "again")
    ]
    assert keys[0] == keys[1]
    assert keys[0] is not None
