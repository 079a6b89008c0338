"""PTI12: a backend has weight 0."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check("PTI12", "route-weight-zero", severity="note", certainty="contract", kinds=GATEWAY_ROUTES)
def weight_zero(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route has weight 0, and gets no requests.

    Why: weights are shares, and 0 takes a backend out. That is often meant, while a new version is brought in.

    See: `kubectl get httproute NAME -o yaml`.

    Fix: nothing, if that is meant; else give it a weight.
    """
    for backend in traced.backends:
        if backend.reference.weight == 0:
            yield Found(
                message=f"Service {backend.reference.service_name} has weight 0, so that it gets no requests",
                path=f"{backend.reference.path}.weight",
                fix=Fix(text="give the backend a weight above 0, if it is to get requests"),
            )
