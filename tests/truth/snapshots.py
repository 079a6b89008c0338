"""What is in some namespaces of the test cluster, read independently of the tool's own reader."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone

import msgspec

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from tests.cluster.namespace import Namespace


def read(*namespaces: Namespace) -> Snapshot:
    """A snapshot of all that decides about traffic there."""
    return Snapshot(
        source=Source("cluster"),
        observed_at=datetime.now(timezone.utc),
        objects=by_type([*_decided_by(namespaces), *_nodes(namespaces[0])]),
    )


def _decided_by(namespaces: Iterable[Namespace]) -> Iterator[KubernetesObject]:
    for kind in ("Service", "EndpointSlice", "Endpoints", "Pod"):
        for namespace in namespaces:
            yield from (msgspec.convert(each, KIND_BY_NAME[kind].model) for each in namespace.objects(kind))


def _nodes(namespace: Namespace) -> Iterator[Node]:
    return (msgspec.convert(each, Node) for each in namespace.api.get("/api/v1/nodes")["items"])
