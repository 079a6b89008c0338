"""The verdict on a Service port: about traffic, and only as far as API objects decide it."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Literal

from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import MAX_PORT, Backend
from kubectl_porttrace.trace.families import Family

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

    Each way in (inside the cluster, from outside) and each family is judged by itself: if all are broken the port is
    broken, if some are it is partial. `pods_left_out` says that a ready pod has no endpoint for this port.
    """
    if service.hidden_from_kube_proxy or any(b.contradicted or b.port > MAX_PORT for b in backends):
        return Verdict.UNKNOWN
    by_family = [[backend for backend in backends if backend.family == family] for family in families]
    paths = [path for entries in by_family for path in _paths(snapshot, service, port, entries)]
    if all(path is Verdict.BROKEN for path in paths):
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
    if pods_left_out or family_missing or any(backend.port != port for backend in usable):
        return Verdict.PARTIAL
    return Verdict.WIRED


def nodes_without_local(backends: Iterable[Backend], nodes: Iterable[str]) -> tuple[str, ...]:
    """The nodes where policy Local has nothing to route to.

    On each node the ready endpoints count, and where that node has none, those that serve while terminating
    (`CategorizeEndpoints`); the choice under policy Cluster plays no part.
    """
    served = {b.node for b in backends if b.node and b.may_take_traffic}
    return tuple(node for node in nodes if node not in served)


def inside_verdict(snapshot: Snapshot, service: Service, backends: Sequence[Backend]) -> Verdict:
    """The verdict on the cluster IP of one family, given the backends of that family alone."""
    return _path(snapshot, backends, local=service.spec.internal_traffic_policy == "Local")


def _paths(snapshot: Snapshot, service: Service, port: ServicePort, backends: Sequence[Backend]) -> tuple[Verdict, ...]:
    """The verdict on each way in that the port has: from inside, and where there is one, outside.

    The policy for outside does not apply to pods that connect to their own node, so while there is a usable backend
    anywhere, that way is not broken (`pkg/proxy/nftables/proxier.go:syncProxyRules`, "short-circuit pod traffic").
    """
    inside = inside_verdict(snapshot, service, backends)
    if not service.opens_outside(port):
        return (inside,)
    outside = _path(snapshot, backends, local=service.spec.external_traffic_policy == "Local")
    if outside is Verdict.BROKEN and any(backend.usable for backend in backends):
        outside = Verdict.PARTIAL
    return (inside, outside)


def _path(snapshot: Snapshot, backends: Sequence[Backend], *, local: bool) -> Verdict:
    if not any(backend.usable for backend in backends):
        return Verdict.BROKEN
    if not local:
        return Verdict.WIRED
    if any(backend.ip is None for backend in backends):
        return Verdict.UNKNOWN  # the pods of a template are on no node yet
    if not any(backend.node for backend in backends if backend.may_take_traffic):
        return Verdict.BROKEN
    if not snapshot.was_read("nodes"):
        return Verdict.UNKNOWN
    nodes = [node.name for node in snapshot.nodes]
    bare = nodes_without_local(backends, nodes)
    if not bare:
        return Verdict.WIRED
    return Verdict.BROKEN if len(bare) == len(nodes) else Verdict.PARTIAL
