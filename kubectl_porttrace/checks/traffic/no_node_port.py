"""PTK08: a port of nodes was asked about, and the Service that is meant has none."""

from collections.abc import Iterator

from kubectl_porttrace.checks.asked_numbers import reference
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE
from kubectl_porttrace.trace.lookups.address import TracedAddress


@check(
    "PTK08", "no-node-port", severity="note", certainty="certain", uses=("nodes", SERVICES_ELSEWHERE, PODS_ELSEWHERE)
)
def no_node_port(traced: TracedAddress) -> Iterator[Found]:
    """The number was asked about at a node, and is one of a Service port that has no node port.

    Why: the API server allocates node ports for types NodePort and LoadBalancer. A Service of type ClusterIP has none,
    and a LoadBalancer with `allocateLoadBalancerNodePorts: false` has those alone that somebody wrote: no node leads to
    it, at whatever number.

    See: `kubectl get service NAME -n NAMESPACE`, column PORT(S): a node port stands behind a colon.

    Fix: make it a Service of type NodePort, if it is to be reached at nodes; else dial its cluster IP from within.
    """
    for each in traced.owners:
        for wrong in each.mistaken if each.owner.way == "OtherNumber" else ():
            service = wrong.service.service
            if not wrong.port.spec.node_port and not service.external:
                yield Found(
                    message=f"port {wrong.port.title} of svc/{service.name} in {service.namespace} has no node port: "
                    f"{_why(service)}",
                    path="spec.type" if service.spec.type == "ClusterIP" else "spec.allocateLoadBalancerNodePorts",
                    object=reference(wrong.service),
                    fix=Fix(text=_fix(service)),
                )


def _why(service: Service) -> str:
    if service.headless:
        return "it is headless, and nodes lead to no headless Service"
    if service.spec.type == "ClusterIP":
        return "its type is ClusterIP"
    return "none was allocated, as allocateLoadBalancerNodePorts is false"


def _fix(service: Service) -> str:
    if service.headless:
        return "create a second Service of type NodePort with the same selector, if nodes are to lead there"
    if service.spec.type == "ClusterIP":
        return "write type: NodePort, if it is to be reached at nodes"
    return "write a nodePort at the port, or allocateLoadBalancerNodePorts: true, if it is to be reached at nodes"
