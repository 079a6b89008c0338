"""Services without a selector in front of endpoints."""

from typing import Any

from kubectl_porttrace.model.endpointslice import Endpoint, EndpointPort, EndpointSlice
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, forbidden, node, service, traced

PLAIN = EndpointPort(port=8080)
PORT = {"port": 80, "targetPort": 8080}
INSIDE: dict[str, Any] = {"internalTrafficPolicy": "Local"}
OUTSIDE: dict[str, Any] = {"type": "NodePort", "externalTrafficPolicy": "Local"}
BALANCED: dict[str, Any] = {"type": "LoadBalancer", "externalTrafficPolicy": "Local"}
BOTH = ["IPv4", "IPv6"]


def bare(*entries: Endpoint | EndpointSlice, nodes: int = 1, unread: str = "", **spec: Any) -> TracedService:
    """A Service without a selector in front of these endpoints."""
    endpoint_slices = [entry for entry in entries if isinstance(entry, EndpointSlice)]
    loose = [entry for entry in entries if isinstance(entry, Endpoint)]
    return traced(
        service({"port": 80}, selector={}, **spec),
        *(node(f"node-{number}") for number in range(nodes)),
        *endpoint_slices,
        endpoint_slice([PLAIN], *loose),
        unread=[forbidden(unread)] if unread else [],
    )


ON_0 = endpoint("10.0.0.1", node_name="node-0")
ON_1 = endpoint("10.0.0.2", node_name="node-1")
NOWHERE = endpoint("10.0.0.3")
LEAVING_0 = endpoint("10.0.0.4", node_name="node-0", ready=False, terminating=True)
UNREADY = endpoint("10.0.0.5", node_name="node-0", ready=False, serving=False)
SIX = endpoint_slice([PLAIN], endpoint("fd00::1", node_name="node-0"), family="IPv6")
