"""PTK01: nodes where internalTrafficPolicy Local has nothing to route to."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.locality import partly_covered_ports
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTK01",
    "internal-policy-local",
    severity="warning",
    certainty="kube-proxy",
    needs=("endpointslices", "nodes"),
    uses=("pods",),
    scope="cluster",
)
def internal_policy_local(traced: TracedService) -> Iterator[Found]:
    """The Service has internalTrafficPolicy Local, and on some nodes there is no backend: clients there time out.

    Why: under policy Local a client's packets go only to backends on the client's own node. Where the node has none,
    kube-proxy drops them silently; backends on other nodes do not help. A backend without a node name is local
    nowhere. In IPVS mode it is different: there the connection is refused, or even passes to another node.

    See: `kubectl get pods -l KEY=VALUE -o wide` shows which nodes have a pod.

    Fix: run the backends as a DaemonSet, or set internalTrafficPolicy to Cluster.
    """
    if traced.service.spec.internal_traffic_policy != "Local":
        return
    for coverage in partly_covered_ports(traced):
        titles = some([port.title for port in coverage.ports])
        yield Found(
            message=f"internalTrafficPolicy Local: clients on {count(len(coverage.bare), 'node')} without a backend "
            f"({some(coverage.bare)}) get no answer from {titles}",
            path="spec.internalTrafficPolicy",
            evidence=(f"nodes with a backend: {some(coverage.served) or 'none in every family'}",),
            fix=Fix(text="run the backends as a DaemonSet, or set internalTrafficPolicy: Cluster"),
            ports=coverage.ports,
            ways=("ClusterIP",),
        )
