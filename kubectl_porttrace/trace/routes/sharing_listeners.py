"""Which of several routes on one listener is served, of kinds that have nothing to match by: the oldest.

Source: the conformance tests `tcproute-multiple-routes-attachment` and `udproute-multiple-routes-attachment`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.referrers.gateway import Listener
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.routes.attachment import attach
from kubectl_porttrace.trace.routes.parents import Parent, parent_of

_ALONE = frozenset({"TCPRoute", "UDPRoute"})
_LATE = datetime.max.replace(tzinfo=timezone.utc)

ListenerKey = tuple[str, str, str, str, str]
"""The kind of route; kind, namespace and name of the parent; and the name of the listener."""


def oldest_on(snapshot: Snapshot, kind: str, parent: Parent, listener: Listener) -> GatewayRoute | None:
    """The route that a listener serves, of those of one kind that attach to it; None where there is none."""
    return snapshot.once(_oldest).get(_key(kind, parent, listener))


def _oldest(snapshot: Snapshot) -> Mapping[ListenerKey, GatewayRoute]:
    return {key: min(routes, key=_order) for key, routes in grouped(_attached(snapshot)).items()}


def _attached(snapshot: Snapshot) -> Iterator[tuple[ListenerKey, GatewayRoute]]:
    for route in snapshot.all_of(GatewayRoute):
        for reference in route.spec.parent_refs if route.kind in _ALONE else ():
            parent = parent_of(snapshot, route, reference)
            attachment = attach(snapshot, route, parent, "")
            for listener in attachment.listeners if attachment.attached else ():
                yield _key(route.kind, parent, listener), route


def _key(kind: str, parent: Parent, listener: Listener) -> ListenerKey:
    return kind, parent.reference.kind, parent.namespace, parent.reference.name, listener.name


def _order(route: GatewayRoute) -> tuple[datetime, str, str]:
    return route.metadata.creation_timestamp or _LATE, route.namespace, route.name
