"""PTI22: a backend of a route is of a kind that is not followed."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES, route_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_object
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.gateway_route import placed_backends
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check("PTI22", "route-backend-not-followed", severity="note", certainty="contract", kinds=GATEWAY_ROUTES)
def backend_not_followed(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route is no Service, so that nothing is said of it here.

    Why: a backend may be of any kind that the controller knows: a ServiceImport of another cluster, a bucket, a backend
    of its own. Only the controller knows what becomes of requests there.

    See: `kubectl describe httproute NAME`: the condition ResolvedRefs.

    Fix: nothing, if the controller supports that kind.
    """
    for placed in placed_backends(route_of(traced)):
        backend = placed.backend
        if not backend.is_service:
            group = f".{backend.group}" if backend.group else ""
            imported = backend.is_service_import
            whose = ", whose pods are in other clusters as well: it" if imported else ", which"
            yield Found(
                message=f"a backend is {backend.kind}{group} {backend.name}{whose} is not followed here",
                path=placed.path,
                fix=_look(backend.kind, backend.name, backend.namespace or traced.namespace, imported=imported),
            )


def _look(kind: str, name: str, namespace: str, *, imported: bool) -> Fix:
    """What to look at: of a ServiceImport, its ports, one of which the backend has to name."""
    if not imported:
        return Fix(text=f"look at the {kind} itself, with the tools of its controller")
    return Fix(
        text="see whether the ServiceImport exists and has this port:", command=describe_object(kind, namespace, name)
    )
