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
                text="make room on a node, or change what the pods ask for; what they ask for:",
                command=describe_pod(held.example),
            ),
            path="spec",
        )
