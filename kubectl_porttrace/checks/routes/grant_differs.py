"""PTI28: the ReferenceGrant that is there does not match a route that names a Service of another namespace."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.trace.routes.grants import nearest_grant
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI28",
    "route-grant-differs",
    severity="error",
    certainty="contract",
    needs=("referencegrants",),
    kinds=GATEWAY_ROUTES,
)
def grant_differs(traced: TracedRoute) -> Iterator[Found]:
    """A backend is a Service of another namespace, and the ReferenceGrant there is wrong in one field.

    Why: a grant allows the route only where one of its `from` has the route's group, kind and namespace, and one of its
    `to` the Service's: group empty, kind Service, and its name or none. `from.namespace` is the namespace of the route;
    `from.kind` is HTTPRoute or the like, and not Gateway.

    See: `kubectl get referencegrants -n NAMESPACE -o yaml`.

    Fix: correct the field, if the owner of the Service agrees.
    """
    for backend in traced.backends:
        reference = backend.reference
        if backend.granted is not False or reference.role != "traffic":
            continue
        near = nearest_grant(traced.snapshot, reference)
        if near is not None:
            field = near.path.rpartition(".")[2]
            yield Found(
                message=f"{requests_of(reference)} goes to Service {reference.service_name} of namespace "
                f"{reference.service_namespace}; ReferenceGrant {near.grant.name} would allow it but for its {field}",
                path=near.path,
                evidence=(f'{field} is "{near.said}", and "{near.wanted}" would allow this {traced.kind}',),
                fix=Fix(text=f'set {field} to "{near.wanted}", or add an entry that has it'),
                object=ObjectReference(kind="ReferenceGrant", namespace=near.grant.namespace, name=near.grant.name),
                severity="warning" if reference.weight == 0 else None,
            )
