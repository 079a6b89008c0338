"""PTG07: all replicas behind a Service run on one node."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.good_practice import WORKLOADS, can_take_advice, workloads_behind
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix, SharedCause
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.trace.eligible_nodes import may_take
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTG07",
    "all-replicas-on-one-node",
    severity="note",
    certainty="certain",
    needs=("pods", "nodes"),
    uses=WORKLOADS,
    scope="cluster",
)
def all_replicas_on_one_node(traced: TracedService) -> Iterator[Found]:
    """Several ready pods serve the Service, all of them on one node, and other nodes could take them.

    Why: when that node fails, or is drained, all of them go at once, and several replicas are worth no more than one.
    The scheduler spreads pods when it places them, and moves none later: after a node was drained, or was the only one
    with room, they stay together. Nodes count that are ready and that neither a taint, a cordon nor the nodeSelector
    excludes; an affinity or a volume may exclude more. Pods of DaemonSets are one for each node anyway.

    See: `kubectl get pods -o wide -l SELECTOR`.

    Fix: add topologySpreadConstraints on `kubernetes.io/hostname` to the template, which places the pods anew. Find out
    first whether a volume or an affinity ties them to the node.
    """
    pods = traced.ready_pods
    nodes = {pod.spec.node_name for pod in pods}
    if len(pods) < 2 or len(nodes) != 1 or not can_take_advice(traced) or not workloads_behind(traced, pods):  # noqa: PLR2004
        return
    (name,) = nodes
    others = [
        node.name
        for node in traced.snapshot.nodes
        if node.name != name and _is_up(node) and may_take(node, pods[0].spec)
    ]
    if not name or not others:
        return
    message = f"all {count(len(pods), 'pod')} run on {name}, and stop together with it"
    yield Found(
        message=message,
        path="spec.selector",
        evidence=(f"could take them as far as taints, cordons and nodeSelector say: {some(others)}",),
        fix=Fix(
            text="add topologySpreadConstraints with topologyKey kubernetes.io/hostname to the template, unless a "
            f"volume or an affinity ties the pods to {name}"
        ),
        ports=traced.ports,
        shared=SharedCause(key=",".join(sorted(pod.name for pod in pods)), message=message, whole=True),
    )


def _is_up(node: Node) -> bool:
    condition = node.ready_condition
    return condition is not None and condition.status == "True"
