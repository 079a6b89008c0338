"""PTI17: no listener takes routes of this namespace."""

from collections.abc import Iterator

from kubectl_porttrace.checks.attachments import (
    GATEWAY_ROUTES,
    parent_title,
    refused,
    said_by_controllers,
    severity_of,
)
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.referrers.gateway import Listener
from kubectl_porttrace.trace.routes.attachment import Attachment
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI17",
    "route-namespace-not-allowed",
    severity="error",
    certainty="contract",
    uses=("gateways", "listenersets", "namespaces"),
    kinds=GATEWAY_ROUTES,
)
def namespace_not_allowed(traced: TracedRoute) -> Iterator[Found]:
    """None of the listeners that the route may mean takes routes of its namespace; or its ListenerSet is not taken.

    Why: `allowedRoutes.namespaces.from` says whose routes a listener takes: `Same`, the namespace of the Gateway,
    which is the default where nothing is written; `All`; or `Selector`, by the labels of the namespace. A Gateway takes
    ListenerSets only where its `allowedListeners` says so: the default is none.

    See: `kubectl get gateway NAME -o jsonpath='{.spec.listeners[*].allowedRoutes}'`.

    Fix: let the listener take routes of this namespace, with `from: All` or a selector; or move the route.
    """
    for each in refused(traced, "namespace"):
        title = parent_title(each.parent, traced.namespace)
        yield Found(
            message=f"no listener of {title} takes routes of namespace {traced.namespace}",
            path=_path(each),
            evidence=(*map(_takes, each.listeners[:3]), *said_by_controllers(each)),
            fix=Fix(
                text=f"set allowedRoutes.namespaces of the listener to from: All, or to a selector that matches the "
                f"labels of namespace {traced.namespace}, if its routes are wanted there"
            ),
            object=_object(each),
            severity=severity_of(each),
        )
    for each in refused(traced, "not-admitted"):
        yield Found(
            message=f"{parent_title(each.parent, traced.namespace)} is not taken by its Gateway",
            path=each.path,
            evidence=said_by_controllers(each),
            fix=Fix(text="set allowedListeners.namespaces of the Gateway, which takes no ListenerSet by default"),
            severity=severity_of(each),
        )


def _object(attachment: Attachment) -> ObjectReference:
    parent = attachment.parent
    return ObjectReference(kind=parent.reference.kind, namespace=parent.namespace, name=parent.reference.name)


def _path(attachment: Attachment) -> str:
    """Where it would be allowed: at the first listener that is left."""
    place = attachment.parent.listeners.index(attachment.listeners[0])
    return f"spec.listeners[{place}].allowedRoutes"


def _takes(listener: Listener) -> str:
    where = listener.allowed_routes.namespaces.from_ if listener.allowed_routes else ""
    if not where:
        return f"listener {listener.name} says nothing of namespaces, so that it takes its own alone: from: Same"
    if where == "Selector" and listener.allowed_routes and listener.allowed_routes.namespaces.selector is not None:
        return f"listener {listener.name} takes namespaces with {listener.allowed_routes.namespaces.selector}"
    return f"listener {listener.name} takes namespaces from: {where}"
