"""What must become of every connection to a Service, by the report and the rules of kube-proxy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kubectl_porttrace.report.v1 import BackendTrace, PortTrace, ServiceTrace
from kubectl_porttrace.trace.families import Family, family_of
from tests.cluster.api import Manifest
from tests.dataplane.data_plane import DataPlane
from tests.dataplane.network import Place
from tests.truth.packets_outside import addresses_on_the_wire, admitting_nodes, source_ranges

Kind = Literal["ClusterIP", "NodePort", "LoadBalancer", "ExternalIP"]
Failure = Literal["refused", "timeout"]


@dataclass(frozen=True)
class Way:
    """A way to a Service port: who asks, through which entrance, on which node the packet meets kube-proxy."""

    client: Place
    entrance: Kind
    address: str
    number: int
    node: Place

    @property
    def family(self) -> Family:
        """The family of the address that is dialled."""
        return family_of(self.address)

    @property
    def keys(self) -> tuple[str, ...]:
        """What it can be called, the most exact first: entrance, where from and where to, family."""
        source = self.client.name if self.client.node is None else f"hand-{self.client.node}"
        met = self.node.name
        asked = () if self.entrance == "ClusterIP" else (f"{source}>{met}", f">{met}")
        return (*asked, self.entrance, source, self.family, "")

    def __str__(self) -> str:
        return f"{self.client.name} to {self.entrance} {self.address} port {self.number} at {self.node.name}"


@dataclass(frozen=True)
class Fate:
    """What becomes of it: one of some backends, as "IP:PORT", answers each time, or none ever does."""

    backends: frozenset[str] = frozenset()
    failure: Failure | None = None


def ways_to(service: ServiceTrace, port: PortTrace, plane: DataPlane, made: Manifest) -> Iterator[Way]:
    """From a pod on each node to every cluster IP; from these and from outside to all that is open to the outside."""
    for ip in service.cluster_ips:
        for client in plane.clients:
            yield Way(client, "ClusterIP", ip, port.port, plane.nodes[client.node or 0])
    if port.node_port:
        for node in plane.nodes:
            for ip in (node.ipv4, node.ipv6):
                if family_of(ip) in service.ip_families:
                    for client in (*plane.clients, plane.outside):
                        yield Way(client, "NodePort", ip, port.node_port, node)
    yield from _from_outside(service, port, plane, made)


def _from_outside(service: ServiceTrace, port: PortTrace, plane: DataPlane, made: Manifest) -> Iterator[Way]:
    """From each pod, and through every node that takes part, to the addresses that the Service publishes.

    Packets to them are met by kube-proxy on the first node they come to: the pod's own, or the one they are routed to.
    """
    balanced = () if source_ranges(made) else admitting_nodes(service, made, plane)
    asked: tuple[tuple[Kind, tuple[Place, ...]], ...] = (("ExternalIP", plane.nodes), ("LoadBalancer", balanced))
    for kind, nodes in asked:
        for address in sorted(addresses_on_the_wire(service, kind)):
            for client in plane.clients if nodes else ():
                yield Way(client, kind, address, port.port, plane.nodes[client.node or 0])
            for node in nodes:
                yield Way(plane.outsides[node.node or 0], kind, address, port.port, node)


def fate_of(service: ServiceTrace, port: PortTrace, way: Way) -> Fate:
    """The fate that follows from the report's backends.

    Source: `pkg/proxy/topology.go:CategorizeEndpoints`, and `pkg/proxy/nftables/proxier.go:syncProxyRules` for the
    failures: dropped where policy Local has nothing on this node, rejected where nobody has anything.
    """
    backends = [each for each in port.backends if each.ip and family_of(each.ip) == way.family]
    usable = [each for each in backends if each.usable]
    served = _local(backends, way.node) if policy_local(service, way) else usable
    if served:
        return Fate(frozenset(f"{each.ip}:{each.port}" for each in served))
    return Fate(failure="timeout" if usable else "refused")


def policy_local(service: ServiceTrace, way: Way) -> bool:
    """Whether a node serves what comes this way by its own backends alone."""
    if way.entrance == "ClusterIP":
        return service.internal_traffic_policy == "Local"
    # A pod that dials the port of its own node is served as by policy Cluster ("short-circuit pod traffic").
    return service.external_traffic_policy == "Local" and way.client.node != way.node.node


def _local(backends: Sequence[BackendTrace], node: Place) -> list[BackendTrace]:
    here = [each for each in backends if each.node == node.name]
    return [each for each in here if each.ready] or [each for each in here if each.serving and each.terminating]
