"""PTI53: a controller serves a part of a route alone."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES, parent_title
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_referrer
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI53",
    "route-partially-invalid",
    severity="warning",
    certainty="certain",
    # A route's status holds the words of every controller; the class says whose count.
    needs=("gatewayclasses",),
    uses=("gateways",),
    scope="cluster",
    kinds=GATEWAY_ROUTES,
)
def partially_invalid(traced: TracedRoute) -> Iterator[Found]:
    """The controller of a Gateway says in the route's status that some of the route is invalid, and is not served.

    Why: of a route with several rules, a controller may leave out those that it cannot serve, or go on as before the
    last change. The message says which: it begins with `Dropped Rule` or with `Fall Back`. The route is accepted all
    the same, so that nothing else shows it.

    See: `kubectl describe httproute NAME`: status, parents, the condition PartiallyInvalid.

    Fix: do what the message asks for.
    """
    for each in traced.attachments:
        for report in each.reports:
            said = report.partially_invalid
            if said is not None and said.status == "True":
                told = f": {said.message}" if said.message else ""
                yield Found(
                    message=f"{parent_title(each.parent, traced.namespace)} does not serve all of the route, reason "
                    f"{said.reason or 'unknown'}",
                    path="spec.rules",
                    evidence=(f"{report.controller} reports PartiallyInvalid=True{told}",),
                    fix=Fix(
                        text="change what the controller names in the conditions of the route, or ask who runs it:",
                        command=describe_referrer(traced),
                    ),
                )
