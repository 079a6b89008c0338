"""The pod's node is not ready, or does not report any more.

Source: `pkg/controller/nodelifecycle/node_lifecycle_controller.go:tryUpdateNodeHealth`, and
`pkg/controller/util/node/controller_utils.go:MarkPodsNotReady`, which takes readiness from the pods of such a node.
"""

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.cause import Cause, Explanation


def node_explanation(snapshot: Snapshot, pod: Pod) -> Explanation | None:
    """What the Ready condition of the pod's node says; None where it is True, or was not read."""
    node = snapshot.node(pod.spec.node_name) if pod.spec.node_name else None
    condition = node.ready_condition if node else None
    if node is None or condition is None or condition.status == "True":
        return None
    why = "does not report" if condition.status == "Unknown" else "is not ready"
    cause = Cause("node", f"node {node.name}", why, subject=node.name, subject_kind="Node")
    return Explanation(cause, condition.message, condition.last_transition_time)
