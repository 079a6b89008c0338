"""The verdict on a Service port: about traffic, and only as far as API objects decide it."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Literal

from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.written_number import LAST_PORT
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.endpoints.joining import joined
from kubectl_porttrace.trace.families import Family
from kubectl_porttrace.trace.ways import Way, dialled_families, leaves_out_nodes, ways_in

VerdictWord = Literal["wired", "partial", "broken", "unknown", "external"]
_WORDS: tuple[VerdictWord, ...] = ("external", "wired", "unknown", "partial", "broken")


class Verdict(IntEnum):
    """From best to worst; the worst port gives the Service its verdict."""

    EXTERNAL = 0
    WIRED = 1
    UNKNOWN = 2
    PARTIAL = 3
    BROKEN = 4

    @property
    def word(self) -> VerdictWord:
        """As the report writes it."""
        return _WORDS[self]


def worst(verdicts: Iterable[Verdict], default: Verdict) -> Verdict:
    """The worst of several verdicts."""
    return max(verdicts, default=default)


def proxied_verdict(
    snapshot: Snapshot,
    service: Service,
    port: ServicePort,
    backends: Sequence[Backend],
    families: Sequence[Family],
    *,
    pods_left_out: bool,
) -> Verdict:
    """The verdict on a port that kube-proxy serves.

    Each way in is judged by itself in each family in which it has an address: all dead is broken, some dead is partial.
    `pods_left_out` says that a ready pod has no endpoint for this port. The node ports behind a load balancer do not
    count where it leaves out the nodes without a backend.
    """
    if _undecided(service, backends):
        return Verdict.UNKNOWN
    ways = ways_in(service, port)
    if leaves_out_nodes(service):
        ways = tuple(way for way in ways if way != "NodePort")
    paths = [
        _way(snapshot, service, way, _of(family, backends))
        for way in ways
        for family in dialled_families(service, way, families)
    ]
    return together(paths, pods_left_out=pods_left_out)


def entrance_verdict(
    snapshot: Snapshot,
    service: Service,
    port: ServicePort,
    way: Way,
    backends: Sequence[Backend],
    families: Sequence[Family],
    *,
    pods_left_out: bool,
) -> Verdict:
    """The verdict on one way in alone, for the families in which it can be dialled.

    A load balancer for which kube-proxy opens nothing delivers to the pods itself, whatever the policy.
    """
    if _undecided(service, backends):
        return Verdict.UNKNOWN
    opened = way in ways_in(service, port)
    entries = [_of(family, backends) for family in families]
    paths = [_way(snapshot, service, way, each) if opened else _path(snapshot, each, local=False) for each in entries]
    return together(paths, pods_left_out=pods_left_out)


def node_port_verdict(service: Service, backends: Sequence[Backend], node: str, *, pods_left_out: bool) -> Verdict:
    """The verdict on a node port at the address of one node, given the backends of the address's family.

    Under policy Local only that node's own backends count. Without one, what comes from outside is dropped, and only
    the node's own pods and programs are served, from anywhere.
    """
    if _undecided(service, backends) or any(backend.ip is None for backend in backends):
        return Verdict.UNKNOWN  # the pods of a template are on no node yet
    if not any(backend.usable for backend in backends):
        return Verdict.BROKEN
    local = service.spec.external_traffic_policy == "Local"
    here = left_to_node(service, backends, node)
    taking = [backend for backend in here if backend.may_take_traffic]
    if local and all(backend.gone for backend in taking):
        return Verdict.PARTIAL
    lost = any(backend.gone for backend in taking) if local else any(backend.lost for backend in here)
    return together([Verdict.PARTIAL if lost else Verdict.WIRED], pods_left_out=pods_left_out)


def left_to_node(service: Service, backends: Sequence[Backend], node: str) -> list[Backend]:
    """The backends to which a node sends what comes to a node port at its address: under policy Local its own alone."""
    local = service.spec.external_traffic_policy == "Local"
    return [backend for backend in backends if backend.node == node or not local]


def together(paths: Sequence[Verdict], *, pods_left_out: bool = False) -> Verdict:
    """The verdict on several ways in: all dead is broken, some dead is partial."""
    if paths and all(path is Verdict.BROKEN for path in paths):
        return Verdict.BROKEN
    if pods_left_out or any(path in {Verdict.BROKEN, Verdict.PARTIAL} for path in paths):
        return Verdict.PARTIAL
    return worst(paths, Verdict.UNKNOWN)


def headless_verdict(
    backends: Sequence[Backend], families: Sequence[Family], port: int, *, pods_left_out: bool
) -> Verdict:
    """The verdict on a port of a headless Service: DNS gives out the pods' addresses and clients dial `port` there."""
    usable = [backend for backend in backends if backend.usable]
    if not usable:
        return Verdict.PARTIAL if pods_left_out else Verdict.BROKEN
    family_missing = any(all(backend.family != family for backend in usable) for family in families)
    lost = any(backend.lost for backend in backends)
    if pods_left_out or lost or family_missing or any(backend.port != port for backend in usable):
        return Verdict.PARTIAL
    return Verdict.WIRED


def nodes_without_local(backends: Iterable[Backend], nodes: Iterable[str]) -> tuple[str, ...]:
    """The nodes where policy Local has nothing to route to.

    On each node the ready endpoints count, and where that node has none, those that serve while terminating
    (`CategorizeEndpoints`); the choice under policy Cluster plays no part. A pod that is gone serves nobody.
    """
    served = {backend.node for backend in backends if backend.node and backend.may_take_traffic and not backend.gone}
    return tuple(node for node in nodes if node not in served)


def checked_nodes(snapshot: Snapshot, service: Service, family: Family) -> frozenset[str]:
    """The nodes on which a load balancer's health check succeeds under externalTrafficPolicy Local.

    It counts the ready endpoints of all ports of the Service, each family by itself.

    Source: `pkg/proxy/endpointsmap.go:LocalReadyEndpoints`, `pkg/proxy/healthcheck/service_health.go`.
    """
    return frozenset(
        endpoint.node_name
        for slice_ in snapshot.slices_of(service)
        if slice_.address_type == family and any(joined(slice_, service, port) for port in service.spec.ports)
        for endpoint in slice_.endpoints
        if endpoint.ready and endpoint.addresses and endpoint.node_name
    )


def _undecided(service: Service, backends: Sequence[Backend]) -> bool:
    """Whether nodes may do different things, or something else than kube-proxy acts."""
    if service.hidden_from_kube_proxy or any(b.contradicted or b.port > LAST_PORT for b in backends):
        return True
    return service.idled and not any(b.usable for b in backends)


def _of(family: Family, backends: Iterable[Backend]) -> list[Backend]:
    return [backend for backend in backends if backend.family == family]


def _way(snapshot: Snapshot, service: Service, way: Way, backends: Sequence[Backend]) -> Verdict:
    """The verdict on one way in, given the backends of one family.

    From outside, a pod that dials its own node is spared policy Local, so while there is a usable backend anywhere,
    that way is not all dead (`pkg/proxy/nftables/proxier.go:syncProxyRules`, "short-circuit pod traffic").
    """
    if way == "ClusterIP":
        return _path(snapshot, backends, local=service.spec.internal_traffic_policy == "Local")
    path = _path(snapshot, backends, local=service.spec.external_traffic_policy == "Local")
    if way == "LoadBalancer" and path is Verdict.PARTIAL and leaves_out_nodes(service):
        return _balanced(snapshot, service, backends)
    if path is Verdict.BROKEN and any(backend.usable for backend in backends):
        return Verdict.PARTIAL
    return path


def _balanced(snapshot: Snapshot, service: Service, backends: Sequence[Backend]) -> Verdict:
    """The verdict on a load balancer that sends to some nodes only: those whose health check succeeds."""
    healthy = checked_nodes(snapshot, service, backends[0].family)
    nodes = [node.name for node in snapshot.nodes if node.name in healthy]
    lost = any(backend.gone and backend.may_take_traffic for backend in backends)
    return Verdict.WIRED if nodes and not lost and not nodes_without_local(backends, nodes) else Verdict.PARTIAL


def _path(snapshot: Snapshot, backends: Sequence[Backend], *, local: bool) -> Verdict:
    if not any(backend.usable for backend in backends):
        return Verdict.BROKEN
    if not local:
        return Verdict.PARTIAL if any(backend.lost for backend in backends) else Verdict.WIRED
    if any(backend.ip is None for backend in backends):
        return Verdict.UNKNOWN  # the pods of a template are on no node yet
    if not any(backend.node for backend in backends if backend.may_take_traffic and not backend.gone):
        return Verdict.BROKEN
    if not snapshot.was_read("nodes"):
        return Verdict.UNKNOWN
    nodes = [node.name for node in snapshot.nodes]
    bare = nodes_without_local(backends, nodes)
    if len(bare) == len(nodes):
        return Verdict.BROKEN
    return (
        Verdict.PARTIAL
        if bare or any(backend.gone and backend.may_take_traffic for backend in backends)
        else Verdict.WIRED
    )
