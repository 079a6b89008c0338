"""Follow the owners of an address: their Service ports, and what a number is where it leads nowhere."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.address_owner import AddressOwner
from kubectl_porttrace.model.ownership import Wanted, nodes_of, owners_of
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.trace.entrances import verdict_at
from kubectl_porttrace.trace.lookups.address import (
    LedTo,
    Mistaken,
    NumberRole,
    TracedAddress,
    TracedOwner,
    ports_of_owner,
    takes,
)
from kubectl_porttrace.trace.lookups.dns import trace_name
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService, TraceService, trace_service
from kubectl_porttrace.trace.workloads.workload import TracedWorkload, trace_workload

_BY_NAME = frozenset({"Name", "EndpointName", "Alias"})
_OF_SERVICES = frozenset({"ClusterIP", "LoadBalancer", "ExternalIP", "Name", "EndpointName"})


def owners_of_target(snapshot: Snapshot, target: AddressTarget) -> tuple[AddressOwner, ...]:
    """Who owns what a target asks for."""
    return owners_of(snapshot, Wanted(target.host, target.port, target.protocol, target.names))


def trace_address(snapshot: Snapshot, target: AddressTarget, trace: TraceService = trace_service) -> TracedAddress:
    """Follow an address to its owners.

    Args:
        snapshot: what was read.
        target: what was asked for.
        trace: what follows a Service; for several subjects, one that does so once.
    """
    owners = owners_of_target(snapshot, target)
    by_name = any(each.way in _BY_NAME for each in owners)
    dns = trace_name(snapshot, target) if by_name else None
    return TracedAddress(snapshot, target, tuple(_traced(snapshot, target, each, trace) for each in owners), dns)


def _traced(snapshot: Snapshot, target: AddressTarget, owner: AddressOwner, trace: TraceService) -> TracedOwner:
    if owner.kind == "Node":
        return TracedOwner(owner)
    if not owner.of_service:
        workload = trace_workload(snapshot, owner.kind, owner.namespace, owner.name, trace)
        return _of_workload(target, owner, workload)
    service = snapshot.service(owner.namespace, owner.name)
    if service is None:
        return TracedOwner(owner)
    traced = trace(snapshot, service)
    ports = ports_of_owner(owner, traced)
    if owner.way == "OtherNumber":
        apart = (port for port in ports if not _at_node_itself(target, port))
        return TracedOwner(owner, traced, mistaken=tuple(_known_as(target, traced, apart)))
    leads_to = tuple(_led(snapshot, target, owner, traced, port) for port in ports)
    asked = target.port is not None and owner.way in _OF_SERVICES
    mistaken = tuple(_known_as(target, traced, traced.ports)) if asked and not leads_to else ()
    return TracedOwner(owner, traced, leads_to, mistaken)


def _led(
    snapshot: Snapshot, target: AddressTarget, owner: AddressOwner, service: TracedService, port: TracedPort
) -> LedTo:
    nodes = sorted(nodes_of(snapshot, target.host)) if target.host and owner.way == "NodePort" else []
    ip = target.host if target.is_ip else ""
    way = "ClusterIP" if owner.way == "Name" else owner.way
    return LedTo(service, port, verdict_at(service, port, way, ip, nodes[0] if nodes else None))


def _at_node_itself(target: AddressTarget, port: TracedPort) -> bool:
    """Whether some endpoints take the number on their nodes: pods on these' network, or what is no pod at all."""
    return any(each.port == target.port and (each.pod is None or each.pod.spec.host_network) for each in port.backends)


def _known_as(target: AddressTarget, service: TracedService, ports: Iterable[TracedPort]) -> Iterator[Mistaken]:
    """The Service ports that know the number otherwise; a targetPort that is a name, by the number it stands for."""
    for port in ports:
        role = _role(target, port)
        if role is not None:
            yield Mistaken(service, port, role)


def _role(target: AddressTarget, port: TracedPort) -> NumberRole | None:
    spec, protocol = port.spec, port.spec.protocol
    if takes(target, spec.port, protocol):
        return "port"
    if takes(target, spec.node_port, protocol):
        return "nodePort"
    numbers = {each.port for each in port.backends} | {spec.target}
    resolved = {each.resolution.number for each in port.resolutions if each.resolution}
    if any(isinstance(each, int) and takes(target, each, protocol) for each in numbers | resolved):
        return "targetPort"
    return None


def _of_workload(target: AddressTarget, owner: AddressOwner, workload: TracedWorkload) -> TracedOwner:
    """A pod's own ports of the number; where it has none, the Service ports by which it is reached at another."""
    at_node = owner.way in {"HostPort", "HostNetwork"}
    found = tuple(
        port
        for port in workload.ports
        if takes(target, port.number, port.protocol)
        or (at_node and port.declaration and takes(target, port.declaration.port.host_port, port.protocol))
    )
    if target.port is None or found or at_node:
        return TracedOwner(owner, container_ports=found)
    mistaken = (
        Mistaken(service, port, role)
        for service in workload.services
        for port in service.ports
        if (role := _role(target, port)) is not None and role != "targetPort"
    )
    return TracedOwner(owner, mistaken=tuple(mistaken))
