"""PTI14: a route asks to attach to a Gateway, ListenerSet or Service that does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import (
    GATEWAY_ROUTES,
    parent_title,
    refused,
    said_by_controllers,
    severity_of,
)
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.spellings import nearest
from kubectl_porttrace.trace.routes.parents import Parent
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.wording import some

MOST = 50
"""Among so many names one that is misspelt is looked for."""


@check(
    "PTI14",
    "route-parent-not-found",
    severity="error",
    certainty="contract",
    uses=("gateways", "listenersets", "services"),
    kinds=GATEWAY_ROUTES,
)
def parent_missing(traced: TracedRoute) -> Iterator[Found]:
    """A `parentRef` of the route names an object that does not exist.

    Why: a route gets requests only through the Gateways that it attaches to, and no controller looks at one whose
    parent does not exist: often there is no status at all. A `parentRef` without a namespace means the route's own.

    See: `kubectl get gateways -A`.

    Fix: write the name and the namespace of a Gateway that exists, or create it.
    """
    for each in refused(traced, "parent-missing"):
        near = nearest(each.parent.reference.name, each.parent.there[:MOST])
        kind = each.parent.reference.kind
        yield Found(
            message=f"{parent_title(each.parent, traced.namespace)} does not exist",
            path=each.path,
            evidence=(*_others(each.parent), *said_by_controllers(each)),
            fix=Fix(
                text=f'name {kind} "{near}", if that is meant'
                if near
                else f'name a {kind} that exists, with its namespace, or create "{each.parent.reference.name}"'
            ),
            severity=severity_of(each),
        )


def _others(parent: Parent) -> tuple[str, ...]:
    if parent.is_mesh:
        return ()
    kind, there = parent.reference.kind, some(parent.there)
    return (f"namespace {parent.namespace} has " + (f"{kind} {there}" if there else f"no {kind}"),)
