"""Who owns an address, or a port of a node, going by what was read; and which Services know a number otherwise."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from ipaddress import ip_address

import msgspec

from kubectl_porttrace.model.address_owner import AddressOwner, OwnerWay
from kubectl_porttrace.model.dns_name import DnsName
from kubectl_porttrace.model.dns_owner import alias_chain, answers, leads_to_endpoints, name_meant, numbers_dialled
from kubectl_porttrace.model.ip_address import IPAddress
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import PortKey, Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload_pods import pods_of_workload, template_pod

_TEMPLATES = frozenset({"DaemonSet", "Deployment", "StatefulSet"})
"""The kinds whose pods are meant to hold a port of a node for good."""

FEW = 3
"""Of so many Services that know a number otherwise, one may be meant."""


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for: an IP address in canonical form or a name, empty for any node; a port or None; a protocol.

    `names` are what a name may be in the cluster's DNS.
    """

    host: str
    port: int | None = None
    protocol: str | None = None
    names: tuple[DnsName, ...] = ()

    def takes(self, number: int, protocol: str) -> bool:
        """Whether a port is the one that is looked for."""
        return number == self.port and self.protocol in {None, protocol}


def owners_of(snapshot: Snapshot, wanted: Wanted) -> tuple[AddressOwner, ...]:
    """Everybody who owns an address, in a fixed order; nobody where what was read shows none.

    Several Services may share an address, and that of a node may be an external IP or a load balancer's as well: those
    to which the number leads are its owners, and only where there are none, others that have the address.
    EndpointSlices decide only where nothing else does: they hold addresses of pods and of what is outside. A name that
    the cluster's DNS answers leads nowhere else; one of which it knows only the Service may be somebody's outside.
    """
    named = name_meant(snapshot, wanted.names)
    if named is not None and answers(snapshot, named):
        return tuple(_of_name(snapshot, named, wanted))
    return tuple(_by_address(snapshot, wanted)) or tuple(_of_name(snapshot, named, wanted) if named else ())


def _by_address(snapshot: Snapshot, wanted: Wanted) -> tuple[AddressOwner, ...]:
    services = sorted(snapshot.services, key=lambda each: each.key)
    nodes = nodes_of(snapshot, wanted.host) if wanted.host else frozenset()
    at_address = [*_with_address(services, wanted), *_allocated(snapshot, wanted), *_pods(snapshot, wanted)]
    at_nodes = list(_at_nodes(snapshot, services, nodes, wanted))
    leading = [*(each for each in at_address if each.ports), *at_nodes]
    if wanted.port and leading:
        return tuple(dict.fromkeys(leading))
    of_nodes = list(_of_nodes(services, nodes, wanted))
    # A program of the node itself may have the number, whatever else has the node's address.
    found = of_nodes if wanted.port and nodes else [*at_address, *of_nodes]
    return tuple(dict.fromkeys(found or _published(snapshot, wanted)))


def _of_name(snapshot: Snapshot, name: DnsName, wanted: Wanted) -> Iterator[AddressOwner]:
    """The Service that a name stands for; where that is an alias, those it leads to, the last of which has the port."""
    for service in alias_chain(snapshot, name):
        if service.external:
            yield AddressOwner("Alias", "Service", *service.key)
            continue
        way: OwnerWay = "EndpointName" if leads_to_endpoints(service, name) else "Name"
        yield AddressOwner(way, "Service", *service.key, _ports_of_name(snapshot, service, name, wanted))


def _ports_of_name(snapshot: Snapshot, service: Service, name: DnsName, wanted: Wanted) -> tuple[PortKey, ...]:
    """Those behind the number that is dialled at a name; without a number, that of the name itself."""

    def is_behind(port: ServicePort) -> bool:
        if name.port:
            return (port.name, port.protocol) == (name.port, name.protocol)
        return any(wanted.takes(each, port.protocol) for each in numbers_dialled(snapshot, service, name, port))

    return _keys(service, is_behind)


def nodes_of(snapshot: Snapshot, host: str) -> frozenset[str]:
    """The names of the nodes that have an address or a name; a pod on the network of its node tells it as well."""
    named = {node.name for node in snapshot.nodes if host in _names_of(node)}
    here = (pod for pod in snapshot.pods if pod.spec.host_network and not pod.terminal and host in pod.ips)
    return frozenset(named | {pod.spec.node_name for pod in here if pod.spec.node_name})


def _names_of(node: Node) -> Iterator[str]:
    yield node.name
    yield from (canonical(each.address) for each in node.status.addresses)


@lru_cache(maxsize=1024)
def canonical(address: str) -> str:
    """An address as the API server writes it; a name in lower case."""
    try:
        return str(ip_address(address))
    except ValueError:
        return address.casefold().removesuffix(".")


def _with_address(services: Iterable[Service], wanted: Wanted) -> Iterator[AddressOwner]:
    for service in services if wanted.host else ():
        ways: tuple[tuple[OwnerWay, Iterable[str]], ...] = (
            ("ClusterIP", service.cluster_ips),
            ("LoadBalancer", service.status.load_balancer.addresses),
            ("ExternalIP", service.spec.external_ips if service.cluster_ips else ()),
        )
        for way, addresses in ways:
            if wanted.host in map(canonical, addresses):
                yield _service(way, service, wanted)


def _allocated(snapshot: Snapshot, wanted: Wanted) -> Iterator[AddressOwner]:
    """The Service for which the address was allocated, where the Service itself was not read."""
    for each in snapshot.all_of(IPAddress):
        key = each.service
        if each.name != wanted.host or key is None or key in snapshot.missing_services:
            continue
        if snapshot.service(*key) is None:
            yield AddressOwner("ClusterIP", "Service", *key)


def _at_nodes(
    snapshot: Snapshot, services: Iterable[Service], nodes: frozenset[str], wanted: Wanted
) -> Iterator[AddressOwner]:
    """Who has a port of a node, or of any node."""
    if wanted.port and (nodes or not wanted.host):
        yield from _node_ports(services, wanted)
        yield from _on_nodes(snapshot, nodes, wanted)


def _of_nodes(services: Iterable[Service], nodes: frozenset[str], wanted: Wanted) -> Iterator[AddressOwner]:
    """The Services that may be meant by a number that nobody has there, and the nodes themselves."""
    if wanted.port and (nodes or not wanted.host):
        knowing = list(_knowing(services, wanted))
        yield from knowing if len(knowing) <= FEW else ()
    yield from (AddressOwner("Node", "Node", "", name) for name in sorted(nodes))


def _node_ports(services: Iterable[Service], wanted: Wanted) -> Iterator[AddressOwner]:
    for service in services:
        ports = _keys(service, lambda port: wanted.takes(port.node_port, port.protocol))
        if ports:
            yield AddressOwner("NodePort", "Service", *service.key, ports)
        if wanted.takes(service.spec.health_check_node_port, "TCP"):
            yield AddressOwner("HealthCheckNodePort", "Service", *service.key)


def _on_nodes(snapshot: Snapshot, names: frozenset[str], wanted: Wanted) -> Iterator[AddressOwner]:
    """The pods that have the port on these nodes; for any node, the workloads that make such pods, and lone pods."""
    told: set[tuple[str, str]] = set()
    for workload in snapshot.workloads if not names else ():
        template = template_pod(workload) if workload.kind in _TEMPLATES else None
        if template is not None and _has_port(template, wanted):
            yield AddressOwner(_way(template), workload.kind, *workload.key)
            told |= {pod.key for pod in pods_of_workload(snapshot, workload.kind, *workload.key)}
    for pod in sorted((pod for pod in snapshot.pods if not pod.terminal and not pod.is_template), key=_key):
        if (not names or pod.spec.node_name in names) and pod.key not in told and _has_port(pod, wanted):
            yield AddressOwner(_way(pod), "Pod", *pod.key)


def _key(pod: Pod) -> tuple[str, str]:
    return pod.key


def _way(pod: Pod) -> OwnerWay:
    return "HostNetwork" if pod.spec.host_network else "HostPort"


def _has_port(pod: Pod, wanted: Wanted) -> bool:
    return any(wanted.takes(number, protocol) for number, protocol in pod.spec.host_ports)


def _pods(snapshot: Snapshot, wanted: Wanted) -> Iterator[AddressOwner]:
    """The pods that have the address to themselves; one that has ended has given it up."""
    for pod in sorted(snapshot.pods, key=_key) if wanted.host else ():
        if not pod.spec.host_network and not pod.terminal and wanted.host in map(canonical, pod.ips):
            yield AddressOwner("Pod", "Pod", *pod.key)


def _published(snapshot: Snapshot, wanted: Wanted) -> Iterator[AddressOwner]:
    """Whose endpoint it is: a pod's, or that of a Service whose endpoints somebody wrote."""
    for slice_ in snapshot.endpoint_slices if wanted.host else ():
        for endpoint in slice_.endpoints:
            if wanted.host not in map(canonical, endpoint.addresses):
                continue
            target = endpoint.target_ref
            if target is not None and target.kind == "Pod":
                yield AddressOwner("Pod", "Pod", target.namespace or slice_.namespace, target.name)
            elif slice_.service_name:
                yield AddressOwner("Endpoint", "Service", slice_.namespace, slice_.service_name)


def _service(way: OwnerWay, service: Service, wanted: Wanted) -> AddressOwner:
    ports = _keys(service, lambda port: wanted.takes(port.port, port.protocol))
    return AddressOwner(way, "Service", *service.key, ports)


def _knowing(services: Iterable[Service], wanted: Wanted) -> Iterator[AddressOwner]:
    """The Services that have the number as a port or a targetPort."""
    for service in services:
        ports = _keys(service, lambda port: wanted.port in {port.port, port.target})
        if ports and not service.external:
            yield AddressOwner("OtherNumber", "Service", *service.key, ports)


def _keys(service: Service, takes: Callable[[ServicePort], bool]) -> tuple[PortKey, ...]:
    return tuple(PortKey(*service.key, place) for place, port in enumerate(service.spec.ports) if takes(port))
