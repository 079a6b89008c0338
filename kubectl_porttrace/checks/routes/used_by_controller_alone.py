"""PTI48: a Service port has no endpoint for its own clients, and some that the controller of a route sends to."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.trace.verdict import Verdict


@check(
    "PTI48",
    "endpoints-used-by-controller-alone",
    severity="note",
    certainty="contract",
    needs=("services", "endpointslices"),
    uses=("ingressclasses",),
)
def used_by_controller_alone(traced: TracedRoute) -> Iterator[Found]:
    """The controller of a route sends to endpoints that the Service's own clients do not get.

    Why: Traefik looks at `serving` alone, and takes an endpoint without that condition for serving: the addresses of an
    Endpoints object under `notReadyAddresses`, which are mirrored as not ready, are used by it.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: the conditions.

    Fix: nothing, if the route alone is to work.
    """
    for backend in traced.traffic:
        broken = bool(backend.ports) and all(port.verdict is Verdict.BROKEN for port in backend.ports)
        if broken and backend.used and backend.consumer is not None:
            yield Found(
                message=f"{requests_of(backend.reference)} arrives by {backend.consumer.title} at endpoints of Service "
                f"{backend.reference.service_name} that its own clients do not get",
                path=backend.reference.path,
                fix=Fix(text="make the endpoints ready, if the Service is to work from within the cluster as well"),
            )
