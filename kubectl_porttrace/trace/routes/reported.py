"""What controllers say of a route in its status, as far as it is about the route as it is now."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.meta import Condition
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, ParentReference, RouteParentStatus
from kubectl_porttrace.trace.routes.parents import current


class Reported(msgspec.Struct, frozen=True):
    """What one controller says of one parent: its conditions are None where it says nothing current."""

    controller: str
    accepted: Condition | None = None
    resolved: Condition | None = None
    partially_invalid: Condition | None = None


def reported(route: GatewayRoute, parent: ParentReference, controller: str | None) -> tuple[Reported, ...]:
    """What is said of a parent.

    Args:
        route: the route.
        parent: the parent, as the route's spec has it.
        controller: the controller that serves it; None where that is not known, and then whoever speaks counts.
    """
    return tuple(_reported(route, each) for each in _of(route, parent) if controller in {None, each.controller_name})


def _of(route: GatewayRoute, parent: ParentReference) -> Iterator[RouteParentStatus]:
    wanted = _full(parent, route.namespace)
    return (each for each in route.status.parents if _full(each.parent_ref, route.namespace) == wanted)


def _full(parent: ParentReference, namespace: str) -> ParentReference:
    """The same with the namespace that it means written out."""
    return msgspec.structs.replace(parent, namespace=parent.namespace or namespace)


def _reported(route: GatewayRoute, status: RouteParentStatus) -> Reported:
    generation = route.metadata.generation
    accepted, resolved, invalid = (
        current(status.conditions, type_, generation) for type_ in ("Accepted", "ResolvedRefs", "PartiallyInvalid")
    )
    return Reported(status.controller_name, accepted, resolved, invalid)
