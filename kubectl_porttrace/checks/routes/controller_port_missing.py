"""PTI46: a route of a controller's own kind names a port that the Service does not have."""

from collections.abc import Iterator

from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.controller_routes import PLAIN_ROUTES
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI46",
    "controller-route-port-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=PLAIN_ROUTES,
)
def controller_port_missing(traced: TracedRoute) -> Iterator[Found]:
    """An HTTPProxy, TargetGroupBinding, VirtualServer or a similar object names a port that the Service does not have.

    Why: each of these kinds names the Service's own port, by its number, and some by its name as well: never its
    targetPort. The controller finds no such port, and has nothing to send requests to. So it is with the `healthPort`
    of an HTTPProxy: where a policy asks for health checks, Contour refuses the Service without that port.

    See: `kubectl get service NAME`, column PORT(S): the number in front of the slash, and of a colon.

    Fix: write a port that the Service has.
    """
    for backend in traced.backends:
        if backend.missing and backend.reference.role in {"traffic", "mirror"}:
            yield missing_port(traced, backend)
