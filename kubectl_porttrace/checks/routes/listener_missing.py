"""PTI15: no listener has the name and port that a route asks for."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import (
    GATEWAY_ROUTES,
    listed,
    parent_title,
    refused,
    said_by_controllers,
    severity_of,
)
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.gateway_route import ParentReference
from kubectl_porttrace.trace.routes.parents import Parent
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI15",
    "route-listener-not-found",
    severity="error",
    certainty="contract",
    uses=("gateways", "listenersets", "services"),
    kinds=GATEWAY_ROUTES,
)
def listener_missing(traced: TracedRoute) -> Iterator[Found]:
    """The parent of the route has no listener of the `sectionName` and `port` that the route asks for.

    Why: `sectionName` is the name of a listener, and `port` its number; where both are written, one listener has to
    have both. The listeners of a ListenerSet do not count for a route that names the Gateway.

    See: `kubectl get gateway NAME -o jsonpath='{.spec.listeners}'`.

    Fix: write the name of a listener that exists, or leave `sectionName` and `port` out to mean all of them.
    """
    for each in refused(traced, "listener-missing", "port-missing"):
        wanted = _wanted(each.parent.reference)
        yield Found(
            message=f"{parent_title(each.parent, traced.namespace)} has no {_noun(each.parent)} {wanted}",
            path=each.path,
            evidence=(
                *(() if each.parent.is_mesh else (f"its listeners: {listed(each.parent.listeners)}",)),
                *said_by_controllers(each),
            ),
            fix=Fix(text=f"name a {_noun(each.parent)} that it has, or leave {_fields(each.parent.reference)} out"),
            severity=severity_of(each),
        )


def _noun(parent: Parent) -> str:
    return "port" if parent.is_mesh else "listener"


def _wanted(reference: ParentReference) -> str:
    name = f'"{reference.section_name}"' if reference.section_name else ""
    port = f"on port {reference.port}" if reference.port else ""
    return " ".join(filter(None, (name, port))) or "at all"


def _fields(reference: ParentReference) -> str:
    fields = {"sectionName": reference.section_name, "port": reference.port}
    return " and ".join(field for field, value in fields.items() if value) or "the parent"
