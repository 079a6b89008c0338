"""PTI01: a route names a Service that does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of, taken_over
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spelling import nearest
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedRoute, counts


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
    here = [service.name for service in traced.snapshot.services if service.namespace == namespace]
    near = nearest(name, here)
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
        namespace = backend.reference.service_namespace
        others = any(service.namespace == namespace for service in snapshot.services)
        return "warning" if others and not harmless else "note"
    return None


def _only_elsewhere(snapshot: Snapshot, backend: TracedBackend) -> bool:
    name = backend.reference.service_name
    return backend.exists is False and any(service.name == name for service in snapshot.services)
