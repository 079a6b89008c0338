"""What Istio's own kinds say, for the checks that judge them."""

from kubectl_porttrace.model.referrers.istio import VirtualService
from kubectl_porttrace.trace.routes.referrer import TracedRoute


def virtual_service_of(traced: TracedRoute) -> VirtualService:
    """The VirtualService itself.

    Raises:
        TypeError: it is a route of another kind.
    """
    if not isinstance(traced.object, VirtualService):
        raise TypeError(traced.title)
    return traced.object
