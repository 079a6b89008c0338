"""What decides about routes of the Gateway API: Gateways, ListenerSets, grants, classes, and labels of namespaces.

They are asked for in the namespaces that the routes name, and everywhere where these are many.
"""

from collections.abc import Iterable, Iterator, Sequence

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.referrers.gateway import (
    GATEWAY_NAME,
    GROUP,
    FromNamespaces,
    Gateway,
    Listener,
    ListenerSet,
)
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, placed_backends
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.read.cluster.concerned import concerned_routes, is_asked
from kubectl_porttrace.read.cluster.discovery import asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule


def _further(known: Known) -> Iterator[Query]:
    routes = concerned_routes(known.question, known.snapshot)
    gateways = {namespace for namespace, _ in _parents(routes, "Gateway")}
    gateways |= {each.spec.parent_ref.namespace or each.namespace for each in known.snapshot.all_of(ListenerSet)}
    yield from _lists(known, "Gateway", gateways)
    yield from _lists(known, "ListenerSet", {namespace for namespace, _ in _parents(routes, "ListenerSet")})
    yield from _lists(known, "ReferenceGrant", set(_crossed(routes)))
    yield from _lists(known, "ServiceImport", set(_of_imports(routes)))
    if gateways or known.snapshot.all_of(Gateway):
        yield from _lists(known, "GatewayClass", {""})
    yield from _namespaces(known.snapshot, routes)
    yield from _own_services(known, routes)


def _parents(routes: Iterable[GatewayRoute], kind: str) -> Iterator[tuple[str, str]]:
    """Namespace and name of each parent of a kind."""
    for route in routes:
        for each in route.spec.parent_refs:
            if (each.group, each.kind) == (GROUP, kind):
                yield each.namespace or route.namespace, each.name


def _crossed(routes: Iterable[GatewayRoute]) -> Iterator[str]:
    """The other namespaces whose Services routes name."""
    for route in routes:
        for placed in placed_backends(route):
            if placed.backend.namespace not in {"", route.namespace}:
                yield placed.backend.namespace


def _of_imports(routes: Iterable[GatewayRoute]) -> Iterator[str]:
    """The namespaces whose ServiceImports routes name."""
    for route in routes:
        for placed in placed_backends(route):
            if placed.backend.is_service_import:
                yield placed.backend.namespace or route.namespace


def _lists(known: Known, name: str, namespaces: set[str]) -> Iterator[Query]:
    kind = KIND_BY_NAME[name]
    version = known.version(kind)
    if version is None or not namespaces:
        return
    if len(namespaces) > FEW or not kind.namespaced:
        yield asked_for(kind, None, version)
        return
    for namespace in sorted(namespaces):
        yield asked_for(kind, namespace, version)


def _namespaces(snapshot: Snapshot, routes: Sequence[GatewayRoute]) -> Iterator[Query]:
    """The labels of the namespaces of routes and ListenerSets, where somebody chooses among namespaces by these."""
    if not any(allowed.from_ == "Selector" for allowed in _allowing(snapshot)):
        return
    names = {route.namespace for route in routes} | {each.namespace for each in snapshot.all_of(ListenerSet)}
    if len(names) > FEW:
        yield Query("Namespace", None)
        return
    for name in sorted(names):
        yield Query("Namespace", None, name=name)


def _allowing(snapshot: Snapshot) -> Iterator[FromNamespaces]:
    for gateway in snapshot.all_of(Gateway):
        yield from _of_listeners(gateway.spec.listeners)
        if gateway.spec.allowed_listeners is not None:
            yield gateway.spec.allowed_listeners.namespaces
    for each in snapshot.all_of(ListenerSet):
        yield from _of_listeners(each.spec.listeners)


def _of_listeners(listeners: Iterable[Listener]) -> Iterator[FromNamespaces]:
    return (each.allowed_routes.namespaces for each in listeners if each.allowed_routes is not None)


def _own_services(known: Known, routes: Iterable[GatewayRoute]) -> Iterator[Query]:
    """The Services that implementations made for Gateways asked for, or for those of a route asked for."""
    question = known.question
    wanted = {(question.namespace, target.name) for target in question.referrers if target.kind == "Gateway"}
    wanted |= set(_parents((route for route in routes if is_asked(question, route)), "Gateway"))
    for namespace, name in sorted(wanted, key=str):
        yield Query("Service", namespace, labels=f"{GATEWAY_NAME}={name}")


RULE = Rule(further=_further)
