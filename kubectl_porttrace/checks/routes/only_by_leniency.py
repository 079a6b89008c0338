"""PTI32: a backend of an Ingress is found only because its controller takes more than the API says."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.patches import patch
from kubectl_porttrace.checks.references import requests_of, written
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.trace.routes.resolving import Missing


@check(
    "PTI32",
    "ingress-port-by-leniency",
    severity="warning",
    certainty="contract",
    needs=("services", "ingressclasses"),
    kinds=("Ingress",),
)
def only_by_leniency(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the Ingress names no port of the Service, and the controller finds one all the same.

    Why: by the API a backend names `spec.ports[].port` or `spec.ports[].name`. ingress-nginx and HAProxy Ingress take a
    targetPort as well, Kong a targetPort's name, and NGINX Ingress Controller any number where the port has no name.
    Traefik, Contour, the controllers of AWS and GKE, and the Gateway API refuse it: the Ingress stops working with the
    next controller.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports}'`: `port` is the number to write.

    Fix: write the Service's port, by number or by name.
    """
    for backend in traced.backends:
        if isinstance(backend.by_contract, Missing) and backend.ports and backend.consumer is not None:
            port, title = backend.ports[0].spec, backend.consumer.title
            said = written(backend.reference)
            yield Found(
                message=f"{requests_of(backend.reference)} goes to port {port.title} of Service "
                f"{backend.reference.service_name} only because {title} takes {said} for it; others refuse it",
                path=backend.path,
                ports=backend.ports,
                fix=Fix(
                    text=f"name port {port.port} in place of {said}",
                    command=patch(traced, ("replace", backend.path.rpartition(".")[0], {"number": port.port})),
                ),
            )
