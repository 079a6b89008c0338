"""PTG05: a Service that is open to whoever reaches a node or the load balancer."""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Final

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import BASELINE, POLICIES
from kubectl_porttrace.checks.good_practice import can_take_advice
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import SOURCE_RANGES, Service
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

_PUBLIC: Final = frozenset({80, 443})
"""What a load balancer offers to everybody on purpose: a web site, or the Ingresses and Gateways of the cluster."""

_PRIVATE: Final = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")))
"""Addresses that the Internet does not route (RFC 1918, RFC 6598, RFC 4193)."""


@check(
    "PTG05",
    "open-to-every-source",
    severity="note",
    certainty="certain",
    needs=("pods",),
    uses=(*POLICIES, BASELINE),
)
def open_to_every_source(traced: TracedService) -> Iterator[Found]:
    """A Service of type NodePort or LoadBalancer has no source ranges, and no NetworkPolicy is about its pods.

    Why: a node port is open on every node, and a load balancer has an address of its own. Whoever can reach these can
    connect, unless a firewall that is not in the API keeps them off. It is not told of load balancers with private
    addresses, nor of those that offer 80 and 443 alone, which are there for everybody.

    See: `kubectl get service NAME -o wide` and `kubectl get networkpolicy`.

    Fix: where no client is outside the cluster, make it a ClusterIP Service. Otherwise find out who the clients are: a
    load balancer takes their addresses as `loadBalancerSourceRanges`; a node port is for the nodes' firewall, as pods
    see the node in place of the client unless externalTrafficPolicy is Local.
    """
    service = traced.service
    if not can_take_advice(traced) or not _is_open(service):
        return
    ports = tuple(port for port in traced.ports if service.opens_outside(port.spec) and _unguarded(port))
    if not ports or (service.spec.type == "LoadBalancer" and all(port.spec.port in _PUBLIC for port in ports)):
        return
    where, how = _way_in(service, ports)
    yield Found(
        message=f"whoever reaches {where} can connect: there are no source ranges, and no NetworkPolicy is about the "
        "pods",
        path="spec.type",
        evidence=(f"open to every source: {some([port.title for port in ports])}",),
        fix=Fix(text=f"find out who connects from outside: if nobody does, set type ClusterIP; else {how}"),
        ports=ports,
    )


def _is_open(service: Service) -> bool:
    """Whether nothing in the Service itself limits who may connect."""
    spec = service.spec
    if spec.type == "NodePort":
        return True
    limited = bool(spec.load_balancer_source_ranges) or SOURCE_RANGES in service.metadata.annotations
    addresses = [ingress.ip for ingress in service.status.load_balancer.ingress if ingress.ip]
    private = bool(addresses) and all(any(ip_address(ip) in net for net in _PRIVATE) for ip in addresses)
    return spec.type == "LoadBalancer" and bool(addresses) and not limited and not private


def _unguarded(port: TracedPort) -> bool:
    """Whether it is known of every backend in use that no policy is about it."""
    return bool(port.usable) and all(backend.network_policy == "none" for backend in port.usable)


def _way_in(service: Service, ports: tuple[TracedPort, ...]) -> tuple[str, str]:
    """What is open, and what closes it."""
    if service.spec.type == "LoadBalancer":
        addresses = [ingress.ip for ingress in service.status.load_balancer.ingress if ingress.ip]
        return f"the load balancer at {some(addresses)}", "write their addresses into loadBalancerSourceRanges"
    numbers = [str(port.spec.node_port) for port in ports if port.spec.node_port]
    where = f"node port{'s' if len(numbers) > 1 else ''} {some(numbers)}" if numbers else "the node port"
    return where, "let the nodes' firewall admit them alone"
