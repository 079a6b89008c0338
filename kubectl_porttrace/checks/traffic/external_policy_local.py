"""PTK02: nodes where externalTrafficPolicy Local has nothing to route to."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.locality import NodeCoverage, partly_covered_ports
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict, entrance_verdict
from kubectl_porttrace.trace.ways import OUTSIDE


@check(
    "PTK02",
    "external-policy-local",
    severity="warning",
    certainty="kube-proxy",
    needs=("endpointslices", "nodes"),
    uses=("pods",),
    scope="cluster",
)
def external_policy_local(traced: TracedService) -> Iterator[Found]:
    """The Service has externalTrafficPolicy Local, and some nodes have no backend: outside traffic sent there is lost.

    Why: under policy Local a node hands traffic from outside only to backends of its own, which keeps the client's
    address. A node without one drops it, though the node port is open on every node. A load balancer with a health
    check on healthCheckNodePort leaves such nodes out, so for type LoadBalancer this is a note: only who dials a
    node's port by hand meets it. From a pod or a process on the node itself it still works. In IPVS mode the
    traffic may pass to another node.

    See: `kubectl get pods -l KEY=VALUE -o wide` shows which nodes have a pod.

    Fix: spread the pods over the nodes that are dialled, or set externalTrafficPolicy to Cluster, which gives up the
    client's address.
    """
    service = traced.service
    if service.spec.external_traffic_policy != "Local":
        return
    for coverage in partly_covered_ports(traced):
        ports = tuple(port for port in coverage.ports if service.opens_outside(port.spec))
        if not ports:
            continue
        titles = some([port.title for port in ports])
        yield Found(
            message=f"externalTrafficPolicy Local: outside traffic for {titles} is dropped on "
            f"{count(len(coverage.bare), 'node')} without a backend ({some(coverage.bare)})",
            path="spec.externalTrafficPolicy",
            evidence=(
                f"nodes with a backend: {some(coverage.served) or 'none in every family'}",
                *_health_check(traced, coverage),
            ),
            fix=Fix(text="spread the pods over the nodes that are dialled, or set externalTrafficPolicy: Cluster"),
            ports=ports,
            ways=OUTSIDE,
            severity="note" if all(_balanced(traced, port) for port in ports) else None,
        )


def _balanced(traced: TracedService, port: TracedPort) -> bool:
    """Whether a load balancer sends only to nodes that have a backend of the port, and nothing else comes in."""
    service, snapshot = traced.service, traced.snapshot
    if service.spec.type != "LoadBalancer" or service.spec.external_ips:
        return False
    families = [family for family in families_of(service) if any(b.family == family for b in port.usable)]
    verdict = entrance_verdict(
        snapshot, service, port.spec, "LoadBalancer", port.backends, families, pods_left_out=False
    )
    return verdict is Verdict.WIRED


def _health_check(traced: TracedService, coverage: NodeCoverage) -> Iterator[str]:
    """What a load balancer sees there: the check counts endpoints of all ports, each family by itself."""
    number = traced.service.spec.health_check_node_port
    if number and len(coverage.ports) == len(traced.ports) and len(families_of(traced.service)) == 1:
        yield f"a load balancer that checks node port {number} leaves these nodes out"
