"""The ways into a Service that its own spec opens: cluster IPs, node ports, load balancer and external addresses."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import get_args

import msgspec

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import NODE_ADDRESSES
from kubectl_porttrace.trace.families import Family, families_of, family_of
from kubectl_porttrace.trace.policies.backends import held_back
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict, entrance_verdict, left_to_node, node_port_verdict
from kubectl_porttrace.trace.ways import Way

NODES_SHOWN = 10
"""A node port is open on every node: so many of them are named, for the rest of them any will do."""

PATIENCE = timedelta(minutes=10)
"""How long a load balancer may take to get an address."""


class TracedEntrance(msgspec.Struct, frozen=True):
    """One way to one port.

    Attributes:
        way: which.
        port: the Service port it leads to.
        address: an IP or a host name; empty where any node will do, and for a load balancer that has no address yet.
        number: the port that is dialled there.
        verdict: the verdict on it alone.
        node: the node whose address it is.
    """

    way: Way
    port: TracedPort
    address: str
    number: int
    verdict: Verdict
    node: str | None = None


def trace_entrances(traced: TracedService) -> tuple[TracedEntrance, ...]:
    """Every way in, port by port, each judged by itself: by the policy that holds there and the families it takes."""
    return tuple(entrance for port in traced.ports for entrance in _of_port(traced, port))


def verdict_at(traced: TracedService, port: TracedPort, way: str, ip: str = "", node: str | None = None) -> Verdict:
    """The verdict on one way to a port.

    Args:
        traced: the Service.
        port: one of its ports.
        way: the way; of another than into a Service the verdict is the port's own.
        ip: the address that is dialled; empty for any of the way.
        node: the node whose address it is; None for any.
    """
    known: Way | None = next((each for each in get_args(Way) if each == way), None)
    if known is None:
        return port.verdict
    if known == "NodePort" and node is not None and ip:
        return _at_node(traced, port, node, ip)
    return _verdict(traced, port, known, "" if known == "NodePort" else ip)


def waits_in_vain(snapshot: Snapshot, service: Service) -> bool:
    """Whether a load balancer has no address though it had time to get one since the Service was last written.

    What was only made a LoadBalancer a moment ago is as old as before, so creation alone does not tell.
    """
    written = [service.metadata.creation_timestamp, *(entry.time for entry in service.metadata.managed_fields)]
    known = [time for time in written if time is not None]
    return service.pending_balancer and bool(known) and snapshot.observed_at - max(known) > PATIENCE


def _of_port(traced: TracedService, port: TracedPort) -> Iterator[TracedEntrance]:
    service, number = traced.service, port.spec.port
    for ip in service.cluster_ips:
        yield TracedEntrance("ClusterIP", port, ip, number, _verdict(traced, port, "ClusterIP", ip))
    if port.spec.node_port:
        yield from _node_ports(traced, port)
    for ingress in service.status.load_balancer.ingress:
        verdict = _verdict(traced, port, "LoadBalancer", ingress.ip)
        yield TracedEntrance("LoadBalancer", port, ingress.ip or ingress.hostname, number, verdict)
    if service.pending_balancer and traced.snapshot.recorded:
        given_up = waits_in_vain(traced.snapshot, service)
        yield TracedEntrance("LoadBalancer", port, "", number, Verdict.BROKEN if given_up else Verdict.UNKNOWN)
    for ip in service.spec.external_ips if service.cluster_ips else ():
        yield TracedEntrance("ExternalIP", port, ip, number, _verdict(traced, port, "ExternalIP", ip))


def _node_ports(traced: TracedService, port: TracedPort) -> Iterator[TracedEntrance]:
    """The node port at the addresses of some nodes, and at any node where these are not all."""
    families = families_of(traced.service)
    addresses = [(name, ip) for name, ip in traced.snapshot.node_ips if family_of(ip) in families]
    named = list(dict.fromkeys(name for name, _ in addresses))[:NODES_SHOWN]
    number = port.spec.node_port
    if len(named) < len(traced.snapshot.nodes) or not named or not traced.snapshot.was_read(NODE_ADDRESSES):
        yield TracedEntrance("NodePort", port, "", number, _verdict(traced, port, "NodePort"))
    for name, ip in addresses:
        if name in named:
            yield TracedEntrance("NodePort", port, ip, number, _at_node(traced, port, name, ip), name)


def _at_node(traced: TracedService, port: TracedPort, node: str, ip: str) -> Verdict:
    if _is_unknown(traced):
        return port.verdict
    backends = [backend for backend in port.backends if backend.family == family_of(ip)]
    verdict = node_port_verdict(traced.service, backends, node, pods_left_out=port.pods_left_out)
    return held_back(verdict, left_to_node(traced.service, backends, node) or backends)


def _verdict(traced: TracedService, port: TracedPort, way: Way, ip: str = "") -> Verdict:
    """The verdict on one entrance; without an address it takes every family of the Service.

    Where slices were not read, or files do not tell what is behind the Service, it is the port's.
    """
    families: Sequence[Family] = (family_of(ip),) if ip else families_of(traced.service)
    if traced.in_manifests:
        # Which families the pods of a template will have is up to the cluster.
        families = tuple(family for family in families if any(b.family == family for b in port.usable))
    if not families or _is_unknown(traced):
        return port.verdict
    left_out = port.pods_left_out
    verdict = entrance_verdict(
        traced.snapshot, traced.service, port.spec, way, port.backends, families, pods_left_out=left_out
    )
    return held_back(verdict, [backend for backend in port.backends if backend.family in families])


def _is_unknown(traced: TracedService) -> bool:
    return traced.slices is None and not traced.in_manifests
