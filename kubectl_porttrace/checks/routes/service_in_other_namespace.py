"""PTI13: a backend names a Service that exists in another namespace only."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute, counts
from kubectl_porttrace.trace.routes.service_names import namespaces_of
from kubectl_porttrace.wording import some


@check(
    "PTI13",
    "backend-service-in-other-namespace",
    severity="error",
    certainty="certain",
    needs=("services",),
)
def service_in_other_namespace(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route names a Service that does not exist there, but does in another namespace.

    Why: the backend of an Ingress is always a Service of the Ingress' own namespace; there is no field for another one.
    A route of the Gateway API may say a namespace, and means its own where it says none.

    See: `kubectl get services -A --field-selector metadata.name=NAME`.

    Fix: move the route to the namespace of the Service; or, with the Gateway API, write the namespace into the backend
    and allow it with a ReferenceGrant there.
    """
    for backend in traced.served:
        namespace, name = backend.reference.service_key
        elsewhere = namespaces_of(traced.snapshot, name)
        if backend.exists is False and elsewhere:
            yield Found(
                message=f"{requests_of(backend.reference)} goes to Service {name} of namespace {namespace}, which does "
                f"not exist: it exists in {some(elsewhere)}",
                path=backend.reference.path,
                fix=Fix(
                    text=f"write this {traced.kind} in namespace {elsewhere[0]}, or create a Service {name} in "
                    f"{namespace}"
                ),
                severity=None if counts(backend.reference) else "warning",
            )
