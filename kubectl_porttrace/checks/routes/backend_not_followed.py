"""PTI22: a backend of a route is of a kind that is not followed."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import GATEWAY_ROUTES, route_of
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_object
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.gateway_route import placed_backends
from kubectl_porttrace.trace.routes.imports import TracedImport
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI22",
    "route-backend-not-followed",
    severity="note",
    certainty="contract",
    uses=("serviceimports",),
    kinds=GATEWAY_ROUTES,
)
def backend_not_followed(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the route is no Service, so that what is behind it is not looked at here.

    Why: a backend may be of any kind that the controller knows: a ServiceImport of another cluster, a bucket, a backend
    of its own. Only the controller knows what becomes of requests there. Of a ServiceImport the ports are compared.

    See: `kubectl describe httproute NAME`: the condition ResolvedRefs.

    Fix: nothing, if the controller supports that kind.
    """
    for placed in placed_backends(route_of(traced)):
        backend = placed.backend
        if not backend.is_service and not backend.is_service_import:
            group = f".{backend.group}" if backend.group else ""
            yield Found(
                message=f"a backend is {backend.kind}{group} {backend.name}, which is not followed here",
                path=placed.path,
                fix=Fix(text=f"look at the {backend.kind} itself, with the tools of its controller"),
            )
    yield from (_imported(each) for each in traced.imports if each.exists is not False and not each.lacks_port)


def _imported(each: TracedImport) -> Found:
    """Of a ServiceImport that was not read, its ports are still to be looked at."""
    backend = each.placed.backend
    text = (
        "look at the Service in the clusters that export it:"
        if each.exists
        else "see whether the ServiceImport exists and has this port:"
    )
    return Found(
        message=f"a backend is ServiceImport {backend.name}, whose pods are in other clusters as well: they are not "
        "looked at here",
        path=each.placed.path,
        fix=Fix(text=text, command=describe_object(backend.kind, each.namespace, backend.name)),
    )
