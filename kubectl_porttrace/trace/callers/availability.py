"""Why the API server finds an APIService unavailable, as far as objects tell: what it then asks the server is its own.

Source: `k8s.io/kube-aggregator/pkg/controllers/status/remote/remote_available_controller.go:sync`.
"""

from typing import Literal

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot

Reason = Literal["ServicePortError", "EndpointsNotFound", "MissingEndpoints"]


def unavailable_because(snapshot: Snapshot, service: Service, port: int) -> Reason | None:
    """What is wrong with the Service of an APIService; None where the server itself has to be asked.

    Ports and endpoints are looked at only behind type ClusterIP. Slices have to be read.

    Args:
        snapshot: what was read.
        service: the Service that is named, and exists.
        port: the port that is named; the protocol does not matter, and the first of that number counts.
    """
    if service.spec.type != "ClusterIP":
        return None
    named = next((each for each in service.spec.ports if each.port == port), None)
    if named is None:
        return "ServicePortError"
    slices = snapshot.slices_of(service)
    if not slices:
        return "EndpointsNotFound"
    return None if any(_has_endpoint(each, named.name) for each in slices) else "MissingEndpoints"


def _has_endpoint(slice_: EndpointSlice, name: str) -> bool:
    """Whether a slice has a ready endpoint, and a port of that name with a number (`hasAvailableEndpoint`)."""
    ready = any(endpoint.ready for endpoint in slice_.endpoints)
    return ready and any(port.name == name and port.port is not None for port in slice_.ports)
