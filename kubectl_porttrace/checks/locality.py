"""Nodes on which policy Local finds nothing to route to, as the checks on both policies see them."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.written_number import LAST_PORT
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import nodes_without_local


class NodeCoverage(msgspec.Struct, frozen=True):
    """Ports that have usable backends on some nodes and on others none, and which nodes these are, by name."""

    ports: tuple[TracedPort, ...]
    served: tuple[str, ...]
    bare: tuple[str, ...]


def partly_covered_ports(traced: TracedService) -> tuple[NodeCoverage, ...]:
    """The ports of a Service that policy Local would serve on some nodes only, those with the same nodes together.

    Nothing for a Service that kube-proxy does not serve, for a port that nodes do not agree on, and for one that is
    local nowhere: that is another failure.
    """
    if traced.service.headless or traced.service.external or traced.service.hidden_from_kube_proxy:
        return ()
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[TracedPort]] = {}
    for port in traced.ports:
        bare = tuple(sorted(set(_bare_nodes(traced, port))))
        if bare:
            nodes = {node.name for node in traced.snapshot.nodes}
            groups.setdefault((tuple(sorted(nodes.difference(bare))), bare), []).append(port)
    return tuple(NodeCoverage(tuple(ports), served, bare) for (served, bare), ports in groups.items())


def _bare_nodes(traced: TracedService, port: TracedPort) -> Iterator[str]:
    """The nodes without a local backend in a family that has one on another node."""
    if any(backend.contradicted or backend.port > LAST_PORT for backend in port.backends):
        return
    nodes = [node.name for node in traced.snapshot.nodes]
    for family in families_of(traced.service):
        candidates = [backend for backend in port.backends if backend.family == family and _real(traced, backend)]
        bare = nodes_without_local(candidates, nodes)
        if len(bare) < len(nodes):
            yield from bare


def _real(traced: TracedService, backend: Backend) -> bool:
    """A Service's own virtual address is no place to route to."""
    return backend.ip not in traced.snapshot.addresses.cluster_ip_owners
