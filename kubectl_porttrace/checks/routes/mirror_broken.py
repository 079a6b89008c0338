"""PTI23: what a route mirrors arrives nowhere."""

from collections.abc import Iterator

from msgspec.structs import replace

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES
from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI23",
    "route-mirror-broken",
    severity="warning",
    certainty="contract",
    uses=("services", "referencegrants"),
    kinds=GATEWAY_ROUTES,
)
def mirror_broken(traced: TracedRoute) -> Iterator[Found]:
    """The backend of a `requestMirror` names a port that the Service does not have, or is not allowed.

    Why: a mirror gets copies of requests, and what it answers is thrown away: clients notice nothing, and the copies
    are lost.

    See: `kubectl get httproute NAME -o yaml`: filters of the rules.

    Fix: write a port that the Service has; in another namespace, allow it with a ReferenceGrant.
    """
    for backend in traced.backends:
        if backend.reference.role != "mirror":
            continue
        if backend.missing:
            yield replace(missing_port(traced, backend), severity=None)
        elif backend.granted is False:
            namespace, name = backend.reference.service_key
            yield Found(
                message=f"copies of {requests_of(backend.reference)} go to Service {name} of namespace {namespace}, "
                "which no ReferenceGrant there allows",
                path=backend.reference.path,
                fix=Fix(
                    text=f"create a ReferenceGrant in namespace {namespace}: from {traced.kind} of namespace "
                    f"{traced.namespace}, to Service {name}"
                ),
            )
