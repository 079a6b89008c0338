"""PTI51: a backend of a route is a ServiceImport that does not exist, or that has not the port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_object
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.trace.routes.imports import TracedImport
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.wording import some


@check(
    "PTI51",
    "backend-import-not-found",
    severity="error",
    certainty="contract",
    needs=("serviceimports",),
    kinds=GATEWAY_ROUTES,
)
def import_missing(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route is a ServiceImport that does not exist, or names a port that this one does not have.

    Why: a ServiceImport stands for a Service that other clusters export, and is written by the controller that joins
    the clusters. Its `spec.ports` are the ports there are; the number of a backend is one of these. With another one,
    or without the ServiceImport, requests are answered with 500, or the connection is refused. What is behind it, in
    whichever cluster, is not looked at.

    See: `kubectl get serviceimports -o yaml`: `spec.ports`.

    Fix: write the number of a port that the ServiceImport has; export the Service, with a ServiceExport of its name in
    its own cluster.
    """
    for each in traced.imports:
        if each.exists is False or each.lacks_port:
            yield _found(each)


def _found(each: TracedImport) -> Found:
    backend = each.placed.backend
    title = f"ServiceImport {backend.name} of namespace {each.namespace}"
    harmless: Severity | None = None if each.counts else "warning"
    if each.found is None:
        return Found(
            message=f"a backend is {title}, which does not exist",
            path=each.placed.path,
            fix=Fix(text="export the Service in its own cluster, with a ServiceExport of its name, or name another"),
            severity=harmless,
        )
    ports = each.found.spec.ports
    return Found(
        message=f"a backend names port {backend.port} of {title}, which has {some([port.title for port in ports])}",
        path=f"{each.placed.path}.port",
        evidence=tuple(f"{port.title} speaks {port.protocol} alone" for port in ports if port.port == backend.port),
        fix=Fix(
            text="see which ports it has, and write the number of one of them:",
            command=describe_object(backend.kind, each.namespace, backend.name),
        ),
        severity=harmless,
    )
