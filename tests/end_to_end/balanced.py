"""What controllers and providers write of a Service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, service_port

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")


def status(name: str, *ingress: Manifest, conditions: tuple[Manifest, ...] = ()) -> Callable[[Namespace], object]:
    """Write the status of a load balancer as its provider does."""
    written = {"loadBalancer": {"ingress": list(ingress)}, "conditions": list(conditions)}
    return lambda namespace: namespace.api.patch(namespace.path("Service", name) + "/status", {"status": written})


def warn(namespace: Namespace, name: str, reason: str, message: str) -> None:
    """Write an event about a Service as its controllers do."""
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    subject = {"kind": "Service", "name": name, "namespace": namespace.name, "apiVersion": "v1"}
    event = {"metadata": {"generateName": "e-"}, "involvedObject": subject, "reason": reason, "message": message}
    times = {"firstTimestamp": now, "lastTimestamp": now, "type": "Warning", "count": 1}
    namespace.create({"apiVersion": "v1", "kind": "Event", **event, **times})
