"""PTK04: a load balancer for which kube-proxy opens nothing."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import AWS_TARGET_TYPE, GKE_NEG, Service
from kubectl_porttrace.trace.service import TracedService


@check("PTK04", "load-balancer-without-path", severity="warning", certainty="kube-proxy", scope="cluster")
def load_balancer_without_path(traced: TracedService) -> Iterator[Found]:
    """The load balancer's address is not one that kube-proxy serves, and a port has no node port to deliver to.

    Why: kube-proxy takes what comes to the node port, and what comes to an address of the load balancer that is an IP
    of mode VIP. It does not know a host name, or an IP of mode Proxy. With allocateLoadBalancerNodePorts false there is
    no node port either, and then the load balancer can only work if it sends to the pods themselves. Some do: then this
    is a note.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports[*].nodePort} {.status.loadBalancer.ingress}'`.

    Fix: set allocateLoadBalancerNodePorts to true, unless the load balancer sends to the pods themselves.
    """
    service = traced.service
    ingress = service.status.load_balancer.ingress
    if service.spec.type != "LoadBalancer" or service.hidden_from_kube_proxy or not ingress:
        return
    ports = tuple(port for port in traced.ports if not port.spec.node_port)
    if not ports or any(each.is_vip for each in ingress):
        return
    marker = _dials_pods(service)
    names = some([each.hostname or f"{each.ip} (ipMode {each.ip_mode})" for each in ingress])
    yield Found(
        message=f"kube-proxy opens no way for the load balancer to {some([port.title for port in ports])}: there is no "
        "node port, and its address is no IP of mode VIP",
        path=f"{ports[0].path}.nodePort",
        evidence=(f"published: {names}", *([f"it seems to send to pods: {marker}"] if marker else [])),
        fix=Fix(text="set allocateLoadBalancerNodePorts: true, unless the load balancer sends to the pods themselves"),
        ports=ports,
        ways=("LoadBalancer",),
        severity="note" if marker else None,
    )


def _dials_pods(service: Service) -> str:
    """What says that the load balancer sends to the pods themselves; empty where nothing does."""
    annotations = service.metadata.annotations
    if annotations.get(AWS_TARGET_TYPE) == "ip":
        return f"annotation {AWS_TARGET_TYPE} is ip"
    if service.spec.load_balancer_class:
        return f"loadBalancerClass {service.spec.load_balancer_class}"
    return f"annotation {GKE_NEG}" if GKE_NEG in annotations else ""
