"""PTI19: some hostnames of a route are served by none of its listeners."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES, parent_title, route_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.wording import some


@check(
    "PTI19",
    "route-hostnames-ignored",
    severity="warning",
    certainty="contract",
    uses=("gateways", "listenersets"),
    kinds=GATEWAY_ROUTES,
)
def hostnames_ignored(traced: TracedRoute) -> Iterator[Found]:
    """Some hostnames of the route are served by none of the listeners to which it attaches.

    Why: only those hostnames of a route count that go with a hostname of the listener. The others are ignored, and
    nothing reports that. Requests for them get what the Gateway answers to hosts that it does not know, mostly 404.

    See: `kubectl get gateway NAME -o jsonpath='{.spec.listeners[*].hostname}'`.

    Fix: remove these hostnames, or let a listener serve them.
    """
    attached = [each for each in traced.attachments if each.attached]
    if not attached or len(attached) < len(traced.attachments):
        return
    ignored = [host for host in route_of(traced).spec.hostnames if all(host in each.unserved for each in attached)]
    if ignored:
        listeners = [listener for each in attached for listener in each.listeners]
        titles = some(list(dict.fromkeys(parent_title(each.parent, traced.namespace) for each in attached)))
        yield Found(
            message=f"{some(ignored)} is served by no listener that the route attaches to, of {titles}",
            path="spec.hostnames",
            evidence=tuple(f"listener {each.name} serves {each.hostname}" for each in listeners[:4]),
            fix=Fix(text="remove the hostnames that no listener serves, or add a listener for them"),
        )
