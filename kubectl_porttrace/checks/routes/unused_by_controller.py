"""PTI47: the endpoints of a Service are none that the controller of a route sends to."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import follow_service
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI47",
    "endpoints-unused-by-controller",
    severity="error",
    certainty="contract",
    needs=("services", "endpointslices"),
    uses=("ingressclasses",),
)
def unused_by_controller(traced: TracedRoute) -> Iterator[Found]:
    """A Service port has endpoints for its own clients, and none for the controller of the route.

    Why: kube-proxy takes an endpoint without conditions for ready, and uses terminating ones where there are no others.
    Controllers that send to the endpoints themselves have rules of their own: NGINX Ingress Controller, the HAProxy
    Ingress Controller and Traefik's Gateway API need `ready: true`, so that slices written by hand without conditions
    are dead to them; Traefik looks at `serving` alone; the AWS Load Balancer Controller takes only pods. So the Service
    works from within the cluster, and the route does not.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: the conditions.

    Fix: write `conditions: {ready: true, serving: true}` into slices written by hand; else repair readiness.
    """
    for backend in traced.traffic:
        unused = backend.fails_by_controller and backend.used is False
        if unused and backend.consumer is not None and backend.granted is not False:
            name = backend.reference.service_name
            yield Found(
                message=f"{requests_of(backend.reference)} goes to port {backend.ports[0].title} of Service {name}, "
                f"which has endpoints, and none that {backend.consumer.title} sends to",
                path=backend.reference.path,
                fix=Fix(
                    text="see the conditions of its endpoints, and write ready and serving into slices made by hand:",
                    command=follow_service(*backend.reference.service_key),
                ),
            )
