"""PTI16: no listener takes routes of this kind."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import (
    GATEWAY_ROUTES,
    listed,
    parent_title,
    refused,
    said_by_controllers,
    severity_of,
)
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.gateway import Listener
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI16",
    "route-kind-not-allowed",
    severity="error",
    certainty="contract",
    uses=("gateways", "listenersets"),
    kinds=GATEWAY_ROUTES,
)
def kind_not_allowed(traced: TracedRoute) -> Iterator[Found]:
    """None of the listeners that the route may mean takes routes of its kind.

    Why: a listener takes the kinds in `allowedRoutes.kinds`. Where that is left out its protocol decides: HTTP and
    HTTPS take HTTPRoute and GRPCRoute, TLS takes TLSRoute, TCP takes TCPRoute, UDP takes UDPRoute.

    See: `kubectl get gateway NAME -o jsonpath='{.spec.listeners}'`.

    Fix: attach the route to a listener of the protocol that goes with it, or add its kind to `allowedRoutes.kinds`.
    """
    for each in refused(traced, "kind"):
        yield Found(
            message=f"no listener of {parent_title(each.parent, traced.namespace)} takes a {traced.kind}: "
            f"{listed(each.listeners)}",
            path=each.path,
            evidence=(*map(_takes, each.listeners[:3]), *said_by_controllers(each)),
            fix=Fix(text=f"attach the route to a listener that takes a {traced.kind}, or add the kind to one"),
            severity=severity_of(each),
        )


def _takes(listener: Listener) -> str:
    kinds = listener.allowed_routes.kinds if listener.allowed_routes else ()
    if kinds:
        return f"listener {listener.name} takes {', '.join(each.kind for each in kinds)} alone"
    return f"listener {listener.name} names no kinds, so that its protocol {listener.protocol} decides"
