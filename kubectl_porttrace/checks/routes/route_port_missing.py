"""PTI09: a route of the Gateway API names a port that the Service does not have."""

from collections.abc import Iterator

from msgspec.structs import replace

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import is_near
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI09",
    "route-port-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=GATEWAY_ROUTES,
)
def route_port_missing(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route names a port number that is no port of the Service.

    Why: `backendRefs[].port` is a number of the Service's own `spec.ports[].port`, and never its targetPort; names are
    not possible. Some controllers check that the Service exists and not that it has the port, so that they report
    ResolvedRefs=True all the same. Requests for the backend are answered with 500, or the connection is refused.

    See: `kubectl get service NAME`, column PORT(S): the number in front of the slash, and of a colon.

    Fix: write the number of a port that the Service has.
    """
    for backend in traced.backends:
        if backend.reference.role == "traffic" and backend.missing and not is_near(backend, "other-protocol"):
            found = missing_port(traced, backend)
            yield replace(found, evidence=(*found.evidence, *_status(traced)))


def _status(traced: TracedRoute) -> Iterator[str]:
    """What a controller says that resolves the references all the same (PTI29)."""
    reports = (report for each in traced.attachments for report in each.reports)
    for report in reports:
        if report.resolved is not None and report.resolved.status == "True":
            yield (
                f"{report.controller} reports ResolvedRefs=True: it resolves the Service, and does not check the port"
            )
            return
