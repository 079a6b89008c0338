"""PTI24: a rule of a route sends requests nowhere."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import route_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute

_ANSWERS = frozenset({"RequestRedirect", "ExtensionRef"})
"""Filters that answer requests themselves, or may."""


@check("PTI24", "route-rule-without-backend", severity="error", certainty="contract", kinds=("HTTPRoute", "GRPCRoute"))
def rule_without_backend(traced: TracedRoute) -> Iterator[Found]:
    """A rule of the route has no backend, and no filter that answers in its place.

    Why: requests that match the rule are answered with 500, those of a GRPCRoute with UNAVAILABLE. A rule without
    backends makes sense only with a RequestRedirect.

    See: `kubectl get httproute NAME -o yaml`: rules without `backendRefs`.

    Fix: add a backend, or remove the rule so that another one takes the requests.
    """
    for place, rule in enumerate(route_of(traced).spec.rules):
        if rule.backend_refs or any(each.type in _ANSWERS for each in rule.filters):
            continue
        path, _ = rule.match
        yield Found(
            message=f"the rule for {path or 'all requests'} has no backend: requests get an error",
            path=f"spec.rules[{place}]",
            fix=Fix(text="add a Service to backendRefs of the rule, or remove the rule"),
        )
