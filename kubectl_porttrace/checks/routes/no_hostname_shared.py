"""PTI18: a route and the listeners have no hostname in common."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import (
    GATEWAY_ROUTES,
    parent_title,
    refused,
    route_of,
    said_by_controllers,
    severity_of,
)
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.wording import some


@check(
    "PTI18",
    "route-hostname-not-served",
    severity="error",
    certainty="contract",
    uses=("gateways", "listenersets"),
    kinds=GATEWAY_ROUTES,
)
def no_hostname_shared(traced: TracedRoute) -> Iterator[Found]:
    """None of the hostnames of the route is one of a listener that it may mean.

    Why: a listener with a hostname serves that one alone, and a route with hostnames attaches only where one of them
    goes with it. `*.example.com` goes with `a.example.com` and `a.b.example.com`, and not with `example.com`.

    See: `kubectl get gateway NAME -o jsonpath='{.spec.listeners[*].hostname}'`.

    Fix: write a hostname that the listener serves, or let the listener serve this one.
    """
    hostnames = some(route_of(traced).spec.hostnames)
    for each in refused(traced, "hostname"):
        served = [f"listener {listener.name} serves {listener.hostname}" for listener in each.listeners[:4]]
        yield Found(
            message=f"no listener of {parent_title(each.parent, traced.namespace)} serves {hostnames}",
            path="spec.hostnames",
            evidence=(*served, *said_by_controllers(each)),
            fix=Fix(text="write a hostname that a listener serves, or add a listener for this one"),
            severity=severity_of(each),
        )
