"""PTI01: a route names a Service that does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of, taken_over
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedRoute, counts
from kubectl_porttrace.trace.routes.service_names import has_services, namespaces_of, near_service


@check("PTI01", "backend-service-missing", severity="error", certainty="certain", needs=("services",))
def service_missing(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route names a Service that does not exist.

    Why: the API server never checks that the Service of a backend exists, neither when the route is written nor later.
    The controller finds nothing to send requests to and answers them itself, mostly with 503; some take the backend
    out, and a less specific path gets the requests. In files alone the Service may be in the cluster already: then
    this is a note, and a warning where the files hold other Services of its namespace.

    See: `kubectl get service NAME -n NAMESPACE`.

    Fix: write the name of a Service that exists, or create the Service.
    """
    for backend in traced.served:
        severity = _severity(traced.snapshot, backend)
        if severity is not None and not _only_elsewhere(traced.snapshot, backend):
            yield _found(traced, backend, severity)


def _found(traced: TracedRoute, backend: TracedBackend, severity: Severity) -> Found:
    reference = backend.reference
    namespace, name = reference.service_key
    near = near_service(traced.snapshot, namespace, name)
    gone = "does not exist" if backend.exists is False else "is not in these files"
    return Found(
        message=f"{requests_of(reference)} goes to Service {name}, which {gone}",
        path=reference.path,
        evidence=(
            *((f"namespace {namespace} has Service {near}",) if near else ()),
            *(taken_over(traced, backend) if backend.exists is False else ()),
        ),
        fix=Fix(
            text=f'name Service "{near}", if that is meant, or create Service "{name}" in namespace {namespace}'
            if near
            else f'create Service "{name}" in namespace {namespace}, or name one that exists'
        ),
        severity=severity,
    )


def _severity(snapshot: Snapshot, backend: TracedBackend) -> Severity | None:
    """How bad it is that the Service is not among what was read; None where it is, or nothing is known of it."""
    harmless = not counts(backend.reference)
    if backend.exists is False:
        return "warning" if harmless else "error"
    if backend.exists is None and snapshot.source.type == "file":
        others = has_services(snapshot, backend.reference.service_namespace)
        return "warning" if others and not harmless else "note"
    return None


def _only_elsewhere(snapshot: Snapshot, backend: TracedBackend) -> bool:
    return backend.exists is False and bool(namespaces_of(snapshot, backend.reference.service_name))
