"""PTI30: of several TCPRoutes or UDPRoutes on one listener only the oldest gets traffic."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import parent_title
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.trace.routes.sharing_listeners import oldest_on


@check(
    "PTI30",
    "route-not-the-oldest",
    severity="warning",
    certainty="contract",
    uses=("gateways", "tcproutes", "udproutes"),
    kinds=("TCPRoute", "UDPRoute"),
)
def not_the_oldest(traced: TracedRoute) -> Iterator[Found]:
    """An older route is attached to the same listener, and gets all of its traffic.

    Why: a TCPRoute or UDPRoute has nothing to match by, so that a listener can serve one of them alone: the oldest; of
    those that are as old, the first by namespace and name. The others are Accepted all the same.

    See: `kubectl get tcproutes,udproutes -A`.

    Fix: give the route a listener or a port of its own, or put its backends into the other one.
    """
    for each in traced.attachments:
        for listener in each.listeners if each.attached else ():
            oldest = oldest_on(traced.snapshot, traced.kind, each.parent, listener)
            if oldest is not None and oldest.key != traced.object.key:
                yield Found(
                    message=f"listener {listener.title} of {parent_title(each.parent, traced.namespace)} serves "
                    f"{traced.kind} {oldest.namespace}/{oldest.name} alone, which is older",
                    path=each.path,
                    fix=Fix(text=f"attach the route to another listener than {listener.name}, or to another port"),
                )
