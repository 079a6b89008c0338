"""Words for what a route attaches to, and for why it does not."""

from collections.abc import Iterator

from kubectl_porttrace.findings import Severity
from kubectl_porttrace.model.referrers.gateway import Listener
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute
from kubectl_porttrace.trace.routes.attachment import Attachment, Refusal
from kubectl_porttrace.trace.routes.parents import Parent
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.wording import some

GATEWAY_ROUTES = ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute")
"""The kinds of routes of the Gateway API."""


def route_of(traced: TracedRoute) -> GatewayRoute:
    """The route itself.

    Raises:
        TypeError: it is none of the Gateway API.
    """
    if not isinstance(traced.object, GatewayRoute):
        raise TypeError(traced.title)
    return traced.object


def refused(traced: TracedRoute, *refusals: Refusal) -> Iterator[Attachment]:
    """The parents to which the route does not attach, for one of these reasons."""
    return (each for each in traced.attachments if each.refusal in refusals)


def parent_title(parent: Parent, namespace: str) -> str:
    """`Gateway edge`; with its namespace where that is another than the route's."""
    apart = f" of namespace {parent.namespace}" if parent.namespace != namespace else ""
    return f"{parent.reference.kind} {parent.reference.name}{apart}"


def listed(listeners: tuple[Listener, ...]) -> str:
    """Listeners with their ports and protocols: `http 80/HTTP, https 443/HTTPS`."""
    return some([listener.title for listener in listeners], shown=4) or "none"


def severity_of(attachment: Attachment) -> Severity | None:
    """A warning where a controller that looked at the route as it is now says that it accepts it."""
    return None if attachment.accepted is None else "warning"


def said_by_controllers(attachment: Attachment) -> tuple[str, ...]:
    """What controllers say of the parent, as evidence."""
    told = (each for each in attachment.reports if each.accepted is not None)
    return tuple(
        f"{each.controller} reports Accepted={each.accepted.status}, {each.accepted.reason or 'without a reason'}"
        for each in told
        if each.accepted is not None
    )
