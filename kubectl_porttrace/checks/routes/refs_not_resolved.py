"""PTI11: a controller does not resolve what a route refers to."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES, parent_title
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_referrer
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI11",
    "route-references-not-resolved",
    severity="error",
    certainty="certain",
    scope="cluster",
    kinds=GATEWAY_ROUTES,
)
def refs_not_resolved(traced: TracedRoute) -> Iterator[Found]:
    """The controller of a Gateway says in the route's status that it cannot resolve what the route refers to.

    Why: this is what the controller itself says of the route as it is now, where nothing is found wrong with the
    Services that it names. It may be a backend of a kind it does not support, a protocol that does not fit, a filter's
    extension that does not exist.

    See: `kubectl describe httproute NAME`: status, parents, conditions.

    Fix: do what the message asks for.
    """
    if any(each.missing or each.exists is False or each.granted is False for each in traced.served):
        return
    for each in traced.attachments:
        for report in each.reports:
            said = report.resolved
            if said is None or said.status != "False":
                continue
            told = f": {said.message}" if said.message else ""
            yield Found(
                message=f"{parent_title(each.parent, traced.namespace)} cannot resolve what the route refers to, "
                f"reason {said.reason or 'unknown'}",
                path="spec.rules",
                evidence=(f"{report.controller} reports ResolvedRefs=False{told}",),
                fix=Fix(
                    text="change what the controller names in the conditions of the route, or ask who runs it:",
                    command=describe_referrer(traced),
                ),
            )
