"""PTI21: a route names a port that the Service has for the other protocol only."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import is_near
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI21",
    "route-port-other-protocol",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=GATEWAY_ROUTES,
)
def route_port_other_protocol(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route names a number that the Service has for another protocol only.

    Why: a UDPRoute needs a UDP port of the Service, every other route a TCP port. A Service may have one number for
    each, and a backend says the number alone.

    See: `kubectl get service NAME`, column PORT(S).

    Fix: give the Service a port of that number for the protocol of the route.
    """
    for backend in traced.backends:
        if backend.reference.role == "traffic" and is_near(backend, "other-protocol"):
            yield missing_port(traced, backend)
