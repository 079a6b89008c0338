"""PTP26: a node that is not ready."""

from collections.abc import Iterator

from msgspec.structs import replace

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_node
from kubectl_porttrace.checks.unready import UNREADY_CODES, found_held, held_by
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP26",
    "node-not-ready",
    severity="error",
    certainty="certain",
    needs=("pods",),
    uses=("nodes",),
    scope="cluster",
    causes=UNREADY_CODES,
)
def node_not_ready(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because the node they are on is not ready, or does not report any more.

    Why: when a kubelet reports that its node is not ready, or has not reported for about 50 seconds, the node
    controller marks the node's pods as not ready. They get no traffic, even if their programs still run. After five
    more minutes the pods are deleted and made again on other nodes, where their workload does that.

    See: `kubectl describe node NAME`: Conditions and events.

    Fix: get the node back. Where it is gone for good, delete the Node, so that its pods are made again elsewhere.
    """
    for held in held_by(traced, "node"):
        yield replace(
            found_held(
                traced,
                held,
                message=f"{held.cause.what} {held.cause.why}",
                fix=Fix(
                    text="repair the node, or delete its Node object if the machine is gone; what it reports:",
                    command=describe_node(held.cause.subject),
                ),
                path="",
            ),
            object=ObjectReference(kind="Node", namespace=None, name=held.cause.subject),
            path="status.conditions",
        )
