"""What is in some namespaces of the test cluster, read independently of the tool's own reader."""

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

import msgspec

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, Source
from kubectl_porttrace.model.workload import Node
from tests.cluster.namespace import Namespace


def read(*namespaces: Namespace) -> Snapshot:
    """A snapshot of all that decides about traffic there."""
    return Snapshot(
        source=Source("cluster"),
        observed_at=datetime.now(timezone.utc),
        services=_those(namespaces, "Service", Service),
        endpoint_slices=_those(namespaces, "EndpointSlice", EndpointSlice),
        endpoints=_those(namespaces, "Endpoints", Endpoints),
        pods=_those(namespaces, "Pod", Pod),
        nodes=tuple(msgspec.convert(each, Node) for each in namespaces[0].api.get("/api/v1/nodes")["items"]),
    )


def _those(namespaces: Iterable[Namespace], kind: str, of: Any) -> tuple[Any, ...]:
    return tuple(msgspec.convert(each, of) for namespace in namespaces for each in namespace.objects(kind))
