"""PTI10: a route names a Service of another namespace without a ReferenceGrant."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.service_import import SERVICE_IMPORT
from kubectl_porttrace.trace.routes.grants import nearest_grant
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI10",
    "route-not-granted",
    severity="error",
    certainty="contract",
    needs=("referencegrants",),
    kinds=GATEWAY_ROUTES,
)
def not_granted(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route is a Service or ServiceImport of another namespace, and no ReferenceGrant allows it.

    Why: without a ReferenceGrant in the namespace of the Service, a route of another namespace must not send requests
    to it. They are answered with 500, or the connection is refused. The grant names the kind and the namespace of the
    route, and may name the Service.

    See: `kubectl get referencegrants -n NAMESPACE`.

    Fix: create a ReferenceGrant in the namespace of the Service, if its owner agrees.
    """
    for backend in traced.backends:
        reference = backend.reference
        granted = backend.granted is not False or reference.role != "traffic"
        if granted or nearest_grant(traced.snapshot, reference) is not None:
            continue
        namespace, name = reference.service_key
        yield Found(
            message=f"{requests_of(reference)} goes to Service {name} of namespace {namespace}, which no "
            "ReferenceGrant there allows",
            path=reference.path,
            fix=_grant(traced, namespace, f"Service {name}"),
            severity="warning" if reference.weight == 0 else None,
        )
    for each in traced.imports:
        if each.granted is False and each.placed.role == "traffic":
            name = f"{SERVICE_IMPORT} {each.placed.backend.name}"
            yield Found(
                message=f"a backend is {name} of namespace {each.namespace}, which no ReferenceGrant there allows",
                path=each.placed.path,
                fix=_grant(traced, each.namespace, name),
                severity=None if each.counts else "warning",
            )


def _grant(traced: TracedRoute, namespace: str, named: str) -> Fix:
    return Fix(
        text=f"create a ReferenceGrant in namespace {namespace}: from {traced.kind} of namespace "
        f"{traced.namespace}, to {named}"
    )
