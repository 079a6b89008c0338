"""PTI43: an object of Traefik's names a port that the Service does not have, or a Service of another namespace."""

from collections.abc import Iterator

from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.controller_routes import TRAEFIK_ROUTES
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI43",
    "traefik-port-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=TRAEFIK_ROUTES,
)
def traefik_port_missing(traced: TracedRoute) -> Iterator[Found]:
    """An IngressRoute, or another object of Traefik's, names a port that the Service does not have.

    Why: Traefik compares a number with the Service's own `spec.ports[].port`, and text with their names; a targetPort
    means nothing to it. It leaves out the whole route, and its requests get 404, or go where a less specific rule
    leads. A Service of another namespace is a note: Traefik refuses it, unless it runs with `allowCrossNamespace`,
    which no object shows.

    See: `kubectl get service NAME`, column PORT(S); the logs of Traefik.

    Fix: write a number or a name from the Service's ports.
    """
    for backend in traced.backends:
        if backend.missing:
            yield missing_port(traced, backend)
        elif backend.exists and backend.reference.service_namespace != traced.namespace:
            namespace, name = backend.reference.service_key
            yield Found(
                message=f"{requests_of(backend.reference)} goes to Service {name} of namespace {namespace}, which "
                "Traefik allows only with allowCrossNamespace",
                path=f"{backend.reference.path}.namespace",
                fix=Fix(text="see whether Traefik runs with --providers.kubernetescrd.allowCrossNamespace=true"),
                severity="note",
            )
