"""Who owns the addresses that were asked about: a sentence for each owner, above what is said of it in full."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.render.dns import dns_lines
from kubectl_porttrace.render.object_name import SHORT
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.report.v1 import AddressOwner, AddressPort, AddressTrace, Report

FEW = 5
"""So many owners of one address are told before the rest is counted."""

_WAYS = {
    "ClusterIP": "a cluster IP of",
    "LoadBalancer": "a load balancer of",
    "ExternalIP": "an external IP of",
    "NodePort": "a node port of",
    "HealthCheckNodePort": "the health check node port of",
    "HostPort": "a host port of",
    "HostNetwork": "a port of its node for",
    "Node": "an address of",
    "Pod": "the address of",
    "Endpoint": "an endpoint of",
    "OtherNumber": "no node port; it is known to",
    "Name": "a name of",
    "EndpointName": "a name of endpoints of",
    "Alias": "an alias, made by",
}


def address_lines(report: Report, screen: Screen) -> list[str]:
    """`10.96.0.10:53 is a cluster IP of svc/dns in kube-system: dns 53/UDP, wired`, one for each owner."""
    return [line for address in report.addresses for line in _of_address(address, screen)]


def owner_sentences(address: AddressTrace) -> Iterator[str]:
    """The same for every owner of one address, each on one line however long."""
    return (_sentence(address, owner) for owner in address.owners)


def _of_address(address: AddressTrace, screen: Screen) -> Iterator[str]:
    shown = address.owners if screen.wide else address.owners[:FEW]
    for owner in shown:
        yield from wrap(_sentence(address, owner), screen.width, rest="  ")
    if address.dns is not None:
        yield from dns_lines(address.dns, screen)
    if len(address.owners) > len(shown):
        yield screen.paint(f"and {len(address.owners) - len(shown)} more (-o wide)", "dim")


def _sentence(address: AddressTrace, owner: AddressOwner) -> str:
    leads = owner.ports or address.host is None or owner.way in {"NodePort", "HealthCheckNodePort"}
    subject = address.asked if leads else _host(address)
    if address.dns is not None and address.dns.exists is False and address.dns.name not in _apart(address):
        return f"{subject} is no name that resolves; it is below that of {_name(owner)}"
    return f"{subject} is {_WAYS[owner.way]} {_name(owner)}{_rest(address, owner)}"


def _apart(address: AddressTrace) -> frozenset[str]:
    """The names of its Services as a whole, which are names whether or not they have addresses."""
    named = (owner.object for owner in address.owners)
    return frozenset(f"{each.name}.{each.namespace}.svc.{address.dns.domain}" for each in named if address.dns)


def _host(address: AddressTrace) -> str:
    """The address alone: the number leads nowhere there."""
    return address.host if address.host is not None and address.port is not None else address.asked


def _name(owner: AddressOwner) -> str:
    named = owner.object
    kind = "svc" if named.kind == "Service" else SHORT.get(named.kind, named.kind.lower())
    return f"{kind}/{named.name}" + (f" in {named.namespace}" if named.namespace else "")


def _rest(address: AddressTrace, owner: AddressOwner) -> str:
    if owner.ports:
        return f": {_ports(owner.ports)}"
    if address.port is None or owner.way in {"HealthCheckNodePort", "OtherNumber"} or owner.other_ports:
        return _HEALTH if owner.way == "HealthCheckNodePort" else ""
    if owner.way == "Node":
        return ", where no Service and no pod is known to have that port: a program on the node may"
    if owner.way == "Pod":
        return ": no container declares that port and no Service sends to it, but a program may listen on it"
    return ""


_HEALTH = ": kube-proxy tells load balancers there whether the node has a pod; no client's traffic goes through it"


def _ports(ports: Sequence[AddressPort]) -> str:
    return ", ".join(dict.fromkeys(map(_port, ports)))


def _port(port: AddressPort) -> str:
    title = f"{port.name} {port.number}/{port.protocol}".strip()
    container = f" of container {port.container}" if port.container else ""
    return f"{title}{container}" + (f", {port.verdict}" if port.verdict else "")
