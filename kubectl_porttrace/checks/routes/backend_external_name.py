"""PTI31: a backend of a route is a Service of type ExternalName."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI31",
    "route-to-external-name",
    severity="warning",
    certainty="contract",
    needs=("services",),
    kinds=GATEWAY_ROUTES,
)
def backend_external_name(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route is a Service of type ExternalName.

    Why: the Gateway API says that implementations should not support them, since the name may be any host: some do all
    the same, and others answer with 500.

    See: `kubectl get service NAME`.

    Fix: use a Service without a selector, and an EndpointSlice with the addresses.
    """
    for backend in traced.served:
        if backend.service is not None and backend.service.service.external:
            name = backend.reference.service_name
            yield Found(
                message=f"{requests_of(backend.reference)} goes to Service {name} of type ExternalName, which "
                "implementations should not support",
                path=backend.reference.path,
                fix=Fix(text="use a Service without a selector, and an EndpointSlice with the addresses"),
            )
