"""The ways in to a Service port that kube-proxy opens, and the families in which each can be dialled."""

from collections.abc import Sequence
from typing import Literal

from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.trace.families import Family, family_of

Way = Literal["ClusterIP", "NodePort", "LoadBalancer", "ExternalIP"]
OUTSIDE: tuple[Way, ...] = ("NodePort", "LoadBalancer", "ExternalIP")


def ways_in(service: Service, port: ServicePort) -> tuple[Way, ...]:
    """The ways in that kube-proxy opens for a port; an address that a load balancer is yet to get counts."""
    if not service.opens_outside(port):
        return ("ClusterIP",)
    spec = service.spec
    balanced = spec.type == "LoadBalancer"
    opened = {
        "NodePort": spec.type == "NodePort" or (balanced and spec.allocate_load_balancer_node_ports is not False),
        "LoadBalancer": balanced,
        "ExternalIP": bool(spec.external_ips),
    }
    if port.node_port:
        opened["NodePort"] = True
    return ("ClusterIP", *(way for way in OUTSIDE if opened[way]))


def dialled_families(service: Service, way: Way, families: Sequence[Family]) -> Sequence[Family]:
    """The families of a Service in which a way in has an address; all where only a name or time will tell."""
    if way == "ExternalIP":
        addresses: Sequence[str] = service.spec.external_ips
    elif way == "LoadBalancer":
        addresses = [ingress.ip for ingress in service.status.load_balancer.ingress]
    else:
        return families
    if not addresses or not all(addresses):
        return families
    given = {family_of(address) for address in addresses}
    return [family for family in families if family in given]


def leaves_out_nodes(service: Service) -> bool:
    """Whether a load balancer asks each node whether it has a backend (`spec.healthCheckNodePort`)."""
    return service.spec.type == "LoadBalancer" and service.spec.external_traffic_policy == "Local"
