"""PTP24: pods that no node takes."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.unready import UNREADY_CODES, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP24",
    "no-node-takes-pod",
    severity="error",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
    causes=UNREADY_CODES,
)
def no_node_takes_pod(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because the scheduler finds no node for them.

    Why: a node has to have the CPU and memory that the pod requests, fit its nodeSelector and affinity, have no
    taint that the pod does not tolerate, and reach its volumes. The scheduler says how many nodes fail on what, and
    tries again when something changes.

    See: `kubectl describe pod NAME`: the event FailedScheduling.

    Fix: what the most nodes lack: room (fewer requests, more nodes), the label, the toleration, the volume.
    """
    for held in held_by(traced, "scheduling"):
        yield found_held(
            traced,
            held,
            message=f"no node takes {'it' if len(held.pods) == 1 else 'them'}: {held.cause.why}",
            fix=Fix(
                text=f"{_advice(held.cause.why)}; the scheduler's events:",
                command=describe_pod(held.example),
            ),
            path="spec",
        )


# What the first reason, that of the most nodes, asks for; by a word of `trace/unready/scheduling.py`.
_ADVICE = (
    ("scheduling gates", "find out which controller is to remove the gates"),
    ("no node", "add a node"),
    ("not enough", "add a node with room, or lower the pods' requests"),
    ("too many pods", "add a node, or remove pods"),
    ("taint", "remove the taint from a node that may take the pods, or add a toleration to their template"),
    ("nodeSelector", "label a node as the pods ask, or correct nodeSelector and affinity in their template"),
    ("cordoned", "uncordon a node that is to take pods"),
    ("host port", "free the host port, or use a Service in its place"),
    ("affinity", "add a node, or loosen the pods' affinity"),
    ("topology", "add a node in the domain that lacks pods, or set whenUnsatisfiable: ScheduleAnyway"),
    ("PersistentVolumeClaim", "find out why the claim is not bound"),
    ("olume", "find out on which nodes the volume can be used"),
)


def _advice(why: str) -> str:
    first = why.split(" (", 1)[0]
    return next(
        (advice for word, advice in _ADVICE if word in first), "change what the scheduler reports of nodes or pods"
    )
