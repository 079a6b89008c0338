"""PTI08: the Service port that a route names has no backend."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import follow_service
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.trace.verdict import Verdict


@check(
    "PTI08",
    "route-to-broken-service",
    severity="warning",
    certainty="likely",
    needs=("services",),
    uses=("endpointslices",),
    of_service=True,
)
def service_broken(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route is a Service port that is there and has no usable backend.

    Why: the route itself is right. Requests are answered with 502 or 503 until the Service has a backend again; the
    finding on the Service says what is wrong, and this follows from it.

    See: `kubectl porttrace SERVICE`.

    Fix: repair the Service.
    """
    for backend in traced.traffic:
        broken = backend.verdict is Verdict.BROKEN and not backend.fails_by_controller
        if backend.ports and broken and backend.granted is not False:
            title = backend.ports[0].title
            command = follow_service(*backend.reference.service_key)
            yield Found(
                message=f"{requests_of(backend.reference)} of {traced.title} goes to port {title} of Service "
                f"{backend.reference.service_name}, which has no usable backend",
                path=backend.reference.path,
                ports=backend.ports,
                fix=Fix(text=f"mend what is found on Service {backend.reference.service_name}:", command=command),
            )
