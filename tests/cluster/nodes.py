"""The nodes of the test cluster: three that kwok runs pods on, three whose pods a test manages by hand."""

from __future__ import annotations

from tests.cluster.api import Manifest

# On nodes with this label "true" kwok makes pods Running and Ready; it never touches pods of the others.
KWOK_LABEL = "porttrace.test/kwok"
# Keeps the scheduler from placing pods, which nobody would run, on the nodes managed by hand.
HAND_TAINT = "porttrace.test/hand-managed"
ZONES = ("z0", "z1", "z2")
KWOK_NODES = ("node-0", "node-1", "node-2")
HAND_NODES = ("hand-0", "hand-1", "hand-2")


def nodes() -> list[Manifest]:
    """Return all six, Ready and with room for the pods of any test."""
    run_by_kwok = [_node(name, index, kwok=True) for index, name in enumerate(KWOK_NODES)]
    return run_by_kwok + [_node(name, index, kwok=False) for index, name in enumerate(HAND_NODES)]


def hand_toleration() -> Manifest:
    """Return the toleration of a pod that is to be placed on a node managed by hand."""
    return {"key": HAND_TAINT, "operator": "Exists"}


def _node(name: str, index: int, *, kwok: bool) -> Manifest:
    room = {"cpu": "1k", "memory": "1Ti", "pods": "100k"}
    address = f"192.0.2.{index + (10 if kwok else 20)}"
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "labels": {
                KWOK_LABEL: str(kwok).lower(),
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "topology.kubernetes.io/region": "r0",
                "topology.kubernetes.io/zone": ZONES[index],
            },
        },
        "spec": {} if kwok else {"taints": [{"key": HAND_TAINT, "effect": "NoSchedule"}]},
        "status": {
            "capacity": room,
            "allocatable": room,
            "addresses": [{"type": "InternalIP", "address": address}, {"type": "Hostname", "address": name}],
            "conditions": [] if kwok else [{"type": "Ready", "status": "True", "reason": "KubeletReady"}],
        },
    }
