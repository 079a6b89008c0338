"""PTI20: a controller does not accept a route."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES, parent_title
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_referrer
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI20",
    "route-not-accepted",
    severity="error",
    certainty="certain",
    # A route's status holds the words of every controller; the class says whose count.
    needs=("gatewayclasses",),
    uses=("gateways",),
    scope="cluster",
    kinds=GATEWAY_ROUTES,
)
def not_accepted(traced: TracedRoute) -> Iterator[Found]:
    """The controller of a Gateway says in the route's status that it does not accept it.

    Why: this is what the controller itself says of the route as it is now, where the objects alone do not show why. It
    may be a filter that it does not support, two routes that contradict each other, a limit of its own.

    See: `kubectl describe httproute NAME`: status, parents, conditions.

    Fix: do what the message asks for.
    """
    for each in traced.attachments:
        said = each.refused.accepted if each.refused else None
        if said is None or each.refused is None or each.attached is False:
            continue
        told = f": {said.message}" if said.message else ""
        yield Found(
            message=f"{parent_title(each.parent, traced.namespace)} does not accept the route, reason "
            f"{said.reason or 'unknown'}",
            path=each.path,
            evidence=(f"{each.refused.controller} reports Accepted=False{told}",),
            fix=Fix(
                text="change what the controller names in the conditions of the route, or ask who runs it:",
                command=describe_referrer(traced),
            ),
        )
