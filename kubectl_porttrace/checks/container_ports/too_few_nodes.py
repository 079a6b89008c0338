"""PTH03: more pods that want one port of their node than there are nodes."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.eligible_nodes import may_take
from kubectl_porttrace.trace.workloads.workload import TracedWorkload

_WITH_REPLICAS = frozenset({"Deployment", "ReplicaSet", "StatefulSet"})


@check(
    "PTH03",
    "too-few-nodes-for-host-port",
    severity="warning",
    certainty="certain",
    needs=("pods", "nodes"),
    scope="cluster",
)
def too_few_nodes_for_host_port(traced: TracedWorkload) -> Iterator[Found]:
    """A workload wants more pods with a port of their node than there are nodes for them, so some stay Pending.

    Why: a port of a node, by hostPort or on the host's network, has one pod at a time. The scheduler puts no second
    pod that wants it on the same node (`pkg/scheduler/framework/plugins/nodeports`), so there can be no more of these
    pods than there are nodes, however much room these have. Nodes that are cordoned, that have a taint which the pods
    do not tolerate, or that their nodeSelector does not match, do not count. Affinity and other pods may leave fewer.

    See: `kubectl describe pod NAME` on a Pending one: "node(s) didn't have free ports for the requested pod ports".

    Fix: a DaemonSet makes one such pod for each node. Otherwise ask for fewer replicas, add nodes, or leave the
    hostPort out and reach the pods by a Service.
    """
    workload, pods = traced.workload, [pod for each in traced.alike_pods for pod in each]
    if workload is None or workload.kind not in _WITH_REPLICAS:
        return
    wanted, there = workload.wanted_pods or 0, traced.snapshot.nodes
    taken = {pod.spec.node_name for pod in pods}
    nodes = sum(node.name in taken or any(may_take(node, pod.spec) for pod in pods) for node in there)
    waiting = [pod for pod in pods if not pod.spec.node_name and not pod.is_template and pod.spec.host_ports]
    if not waiting or not 0 < nodes < wanted:
        return
    ports = sorted(frozenset.intersection(*(pod.spec.host_ports for pod in pods)))
    if not ports:
        return
    named = some([f"{number}/{protocol}" for number, protocol in ports])
    yield Found(
        message=f"{count(wanted, 'pod')} want {named} of their node, and there {_nodes(nodes)} for them: "
        f"{count(len(waiting), 'pod')} cannot be placed",
        path="spec.replicas",
        evidence=(
            f"on no node: {some([pod.name for pod in waiting])}",
            "on the host's network" if waiting[0].spec.host_network else "by hostPort",
            *([f"{len(there) - nodes} of {count(len(there), 'node')} may not take them"] if nodes < len(there) else []),
        ),
        fix=Fix(
            text="run it as a DaemonSet, one pod for each node; or ask for no more replicas than there are nodes; "
            "or leave the port of the node out and use a Service"
        ),
    )


def _nodes(number: int) -> str:
    return "is 1 node" if number == 1 else f"are {number} nodes"
