"""The nodes that a pod may be placed on, as far as node and pod alone decide it."""

from kubectl_porttrace.model.node import Node, Taint, Toleration
from kubectl_porttrace.model.pod import PodSpec

_KEEPING_OFF = frozenset({"NoSchedule", "NoExecute"})
_CORDONED = Taint(key="node.kubernetes.io/unschedulable", effect="NoSchedule")


def may_take(node: Node, spec: PodSpec) -> bool:
    """Whether a node may take a pod: its nodeSelector matches, and it tolerates the taints and a cordon.

    Affinity and the room there is may exclude further nodes, and are not looked at. Of a node of which only metadata
    was read, the labels alone decide.

    Source: `pkg/scheduler/framework/plugins/{nodeaffinity,tainttoleration,nodeunschedulable}`.
    """
    taints = (*node.spec.taints, *([_CORDONED] if node.spec.unschedulable else []))
    kept_off = (taint for taint in taints if taint.effect in _KEEPING_OFF)
    tolerated = all(any(tolerates(each, taint) for each in spec.tolerations) for taint in kept_off)
    return tolerated and spec.node_selector.items() <= node.metadata.labels.items()


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """Whether a toleration is for a taint (`k8s.io/api/core/v1/toleration.go:ToleratesTaint`).

    One that compares numbers counts as one that tolerates: what is not known excludes no node.
    """
    if toleration.effect not in {"", taint.effect} or toleration.key not in {"", taint.key}:
        return False
    if toleration.operator in {"", "Equal"}:
        return toleration.value == taint.value
    return True
