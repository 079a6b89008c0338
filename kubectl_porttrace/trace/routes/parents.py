"""What a route of the Gateway API asks to attach to: a Gateway, a ListenerSet, or a Service of a mesh."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from typing import TypeVar

import msgspec

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.meta import Condition, KubernetesObject
from kubectl_porttrace.model.reference import AllPorts, ByName, ByNumber, PortChoice, Reference, Referrer
from kubectl_porttrace.model.referrers.gateway import (
    GROUP,
    FromNamespaces,
    Gateway,
    GatewayClass,
    Listener,
    ListenerSet,
)
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, ParentReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.routes.allowed import admits
from kubectl_porttrace.trace.routes.resolving import Resolved, resolve

Found = TypeVar("Found", bound=KubernetesObject)

_LATE = datetime.max.replace(tzinfo=timezone.utc)


class Parent(msgspec.Struct, frozen=True, kw_only=True):
    """One parent of a route, as far as it was read.

    Attributes:
        reference: what the route says.
        namespace: the namespace it means.
        exists: whether there is such an object; None where that is not known, or its kind is none that is followed.
        listeners: its listeners.
        gateway: the Gateway that it is, or that it is a part of.
        controller: the controller that serves it; None where that is not known.
        admitted: whether its Gateway takes it, where it is a ListenerSet; None where that is not known.
        service_port: the place of the Service port that is meant, where it is a Service; 0 where all are.
        there: the names of the Gateways or ListenerSets of its namespace, where it is none of them.
    """

    reference: ParentReference
    namespace: str
    exists: bool | None = None
    listeners: tuple[Listener, ...] = ()
    gateway: Gateway | None = None
    controller: str | None = None
    admitted: Answer = True
    service_port: int | None = None
    there: tuple[str, ...] = ()

    @property
    def is_mesh(self) -> bool:
        """Whether it is a Service, so that the route is for calls to it from within the cluster."""
        return (self.reference.group, self.reference.kind) == ("", "Service")

    @property
    def title(self) -> str:
        """Kind and name, as in `Gateway/edge`."""
        return f"{self.reference.kind}/{self.reference.name}"


class PlacedListener(msgspec.Struct, frozen=True):
    """A listener, and the Gateway or ListenerSet that it is of."""

    kind: str
    namespace: str
    name: str
    listener: Listener


def listeners_of(snapshot: Snapshot, gateway: Gateway) -> Iterator[PlacedListener]:
    """All listeners of a Gateway: its own, then those of ListenerSets that it may take, the oldest first.

    Source: `gateway-api/apis/v1/listenerset_types.go:ListenerSet`.
    """
    yield from (PlacedListener("Gateway", *gateway.key, each) for each in gateway.spec.listeners)
    for of in sorted(snapshot.all_of(ListenerSet), key=_oldest_first):
        above = of.spec.parent_ref
        if (above.namespace or of.namespace, above.name) != gateway.key:
            continue
        if _is_admitted(snapshot, of, gateway) is not False:
            yield from (PlacedListener("ListenerSet", *of.key, each) for each in of.spec.listeners)


def _oldest_first(of: ListenerSet) -> tuple[datetime, str]:
    return of.metadata.creation_timestamp or _LATE, f"{of.namespace}/{of.name}"


def parent_of(snapshot: Snapshot, route: GatewayRoute, reference: ParentReference) -> Parent:
    """Find what a route asks to attach to."""
    namespace = reference.namespace or route.namespace
    found = Parent(reference=reference, namespace=namespace)
    if found.is_mesh:
        return _service(snapshot, route, found)
    if (reference.group, reference.kind) == (GROUP, "Gateway"):
        return _gateway(snapshot, found)
    if (reference.group, reference.kind) == (GROUP, "ListenerSet"):
        return _listener_set(snapshot, found)
    return found


def gateway_of(snapshot: Snapshot, namespace: str, name: str) -> Gateway | None:
    """The Gateway of that name."""
    return snapshot.once(_gateways).get((namespace, name))


def controller_of_gateway(snapshot: Snapshot, gateway: Gateway) -> str | None:
    """The controller that serves a Gateway, as its class says; None where that is not known."""
    found = snapshot.once(_classes).get(gateway.spec.gateway_class_name)
    return (found.spec.controller_name or None) if found else None


def _gateway(snapshot: Snapshot, found: Parent) -> Parent:
    gateway = gateway_of(snapshot, found.namespace, found.reference.name)
    if gateway is None:
        return _absent(snapshot, found, "gateways", snapshot.once(_gateway_names).get(found.namespace, ()))
    return msgspec.structs.replace(
        found,
        exists=True,
        listeners=gateway.spec.listeners,
        gateway=gateway,
        controller=controller_of_gateway(snapshot, gateway),
    )


def _listener_set(snapshot: Snapshot, found: Parent) -> Parent:
    wanted = snapshot.once(_listener_sets).get((found.namespace, found.reference.name))
    if wanted is None:
        return _absent(snapshot, found, "listenersets", snapshot.once(_set_names).get(found.namespace, ()))
    above = wanted.spec.parent_ref
    gateway = gateway_of(snapshot, above.namespace or wanted.namespace, above.name)
    return msgspec.structs.replace(
        found,
        exists=True,
        listeners=wanted.spec.listeners,
        gateway=gateway,
        controller=controller_of_gateway(snapshot, gateway) if gateway else None,
        admitted=_is_admitted(snapshot, wanted, gateway),
    )


def _is_admitted(snapshot: Snapshot, wanted: ListenerSet, gateway: Gateway | None) -> Answer:
    """Whether a Gateway takes a ListenerSet: by default none. What its controller says counts where it is current."""
    said = current(wanted.status.conditions, "Accepted", wanted.metadata.generation)
    if said is not None and said.status in {"True", "False"}:
        return said.status == "True"
    if gateway is None:
        return None
    allowed = gateway.spec.allowed_listeners
    spaces = allowed.namespaces if allowed else FromNamespaces()
    return admits(snapshot, spaces, gateway.namespace, wanted.namespace, default="None")


def _service(snapshot: Snapshot, route: GatewayRoute, found: Parent) -> Parent:
    """A number and a name have to mean one port, where both are written."""
    reference = found.reference
    service = snapshot.service(found.namespace, reference.name)
    if service is None:
        return _absent(snapshot, found, "services", ())
    choices: list[PortChoice] = [ByNumber(reference.port)] if reference.port else []
    choices += [ByName(reference.section_name)] if reference.section_name else []
    meant = [_meant(resolve(_as_reference(route, found, choice), service)) for choice in choices or [AllPorts()]]
    common = frozenset.intersection(*meant)
    return msgspec.structs.replace(found, exists=True, service_port=min(common, default=None))


def _meant(resolution: object) -> frozenset[int]:
    return frozenset(resolution.indices) if isinstance(resolution, Resolved) else frozenset()


def _as_reference(route: GatewayRoute, found: Parent, choice: PortChoice) -> Reference:
    return Reference(
        referrer=Referrer(route.kind, *route.key),
        path="",
        service_namespace=found.namespace,
        service_name=found.reference.name,
        port=choice,
        protocol=None,
    )


def _absent(snapshot: Snapshot, found: Parent, resource: str, names: tuple[str, ...]) -> Parent:
    exists = False if snapshot.holds_all(resource, found.namespace) else None
    return msgspec.structs.replace(found, exists=exists, there=names)


def current(conditions: Iterable[Condition], type_: str, generation: int) -> Condition | None:
    """A condition that is about the object as it is now; None where there is none, or it is about an earlier one.

    One that does not say which generation it is about never counts.
    """
    found = next((each for each in conditions if each.type == type_), None)
    return found if found is not None and found.observed_generation == generation else None


def _gateways(snapshot: Snapshot) -> Mapping[tuple[str, str], Gateway]:
    return _by_key(snapshot.all_of(Gateway))


def _listener_sets(snapshot: Snapshot) -> Mapping[tuple[str, str], ListenerSet]:
    return _by_key(snapshot.all_of(ListenerSet))


def _gateway_names(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    return grouped(sorted(each.key for each in snapshot.all_of(Gateway)))


def _set_names(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    return grouped(sorted(each.key for each in snapshot.all_of(ListenerSet)))


def _classes(snapshot: Snapshot) -> Mapping[str, GatewayClass]:
    return {each.name: each for each in snapshot.all_of(GatewayClass)}


def _by_key(objects: Iterable[Found]) -> Mapping[tuple[str, str], Found]:
    return {each.key: each for each in objects}
