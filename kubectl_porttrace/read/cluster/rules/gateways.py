"""What decides about routes of the Gateway API: Gateways, ListenerSets, grants, classes, and labels of namespaces.

They are asked for in the namespaces that the routes name, and everywhere where these are many.
"""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.referrers.gateway import GATEWAY_NAME, GROUP, Gateway, Listener, ListenerSet
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, placed_backends
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.discovery import asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule


def _further(known: Known) -> Iterator[Query]:
    routes = _concerned(known.question, known.snapshot)
    parents = [
        (each.kind, each.group, each.namespace or route.namespace)
        for route in routes
        for each in route.spec.parent_refs
    ]
    gateways = {namespace for kind, group, namespace in parents if (kind, group) == ("Gateway", GROUP)}
    sets = {namespace for kind, group, namespace in parents if (kind, group) == ("ListenerSet", GROUP)}
    gateways |= {each.spec.parent_ref.namespace or each.namespace for each in known.snapshot.all_of(ListenerSet)}
    yield from _lists(known, "Gateway", gateways)
    yield from _lists(known, "ListenerSet", sets)
    yield from _lists(known, "ReferenceGrant", _crossed(routes))
    if gateways:
        yield from _lists(known, "GatewayClass", {""})
    yield from _namespaces(known, routes)
    yield from _own_services(known)


def _concerned(question: Question, snapshot: Snapshot) -> Sequence[GatewayRoute]:
    """The routes asked for, those that name the Services asked about, and those of a namespace asked about whole."""
    asked = {(target.kind, question.namespace, target.name) for target in question.referrers}
    names = set(question.names)

    def concerns(route: GatewayRoute) -> bool:
        if (route.kind, route.namespace, route.name) in asked:
            return True
        if question.asks_who_names and not names and question.namespace in {None, route.namespace}:
            return True
        backends = (placed.backend for placed in placed_backends(route) if placed.backend.is_service)
        here = {each.name for each in backends if question.namespace in {None, each.namespace or route.namespace}}
        return question.asks_who_names and not here.isdisjoint(names or here)

    return [route for route in snapshot.all_of(GatewayRoute) if concerns(route)]


def _crossed(routes: Sequence[GatewayRoute]) -> set[str]:
    """The other namespaces whose Services routes name."""
    return {
        placed.backend.namespace
        for route in routes
        for placed in placed_backends(route)
        if placed.backend.namespace not in {"", route.namespace}
    }


def _lists(known: Known, name: str, namespaces: set[str]) -> Iterator[Query]:
    kind = KIND_BY_NAME[name]
    version = known.version(kind)
    if version is None:
        return
    if len(namespaces) > FEW or (namespaces and not kind.namespaced):
        yield asked_for(kind, None, version)
        return
    for namespace in sorted(namespaces):
        yield asked_for(kind, namespace, version)


def _namespaces(known: Known, routes: Sequence[GatewayRoute]) -> Iterator[Query]:
    """The labels of the namespaces of routes and ListenerSets, where a listener chooses among namespaces by these."""
    if not any(map(_selects, _listeners(known.snapshot))) and not any(
        map(_selects_sets, known.snapshot.all_of(Gateway))
    ):
        return
    names = {route.namespace for route in routes} | {each.namespace for each in known.snapshot.all_of(ListenerSet)}
    if len(names) > FEW:
        yield Query("Namespace", None)
        return
    for name in sorted(names):
        yield Query("Namespace", None, name=name)


def _listeners(snapshot: Snapshot) -> Iterator[Listener]:
    for gateway in snapshot.all_of(Gateway):
        yield from gateway.spec.listeners
    for each in snapshot.all_of(ListenerSet):
        yield from each.spec.listeners


def _selects(listener: Listener) -> bool:
    return listener.allowed_routes is not None and listener.allowed_routes.namespaces.from_ == "Selector"


def _selects_sets(gateway: Gateway) -> bool:
    return gateway.spec.allowed_listeners is not None and gateway.spec.allowed_listeners.namespaces.from_ == "Selector"


def _own_services(known: Known) -> Iterator[Query]:
    """The Services that implementations made for Gateways that were asked for, by name or by a route of theirs."""
    namespace = known.question.namespace
    wanted = {(namespace, target.name) for target in known.question.referrers if target.kind == "Gateway"}
    for target in known.question.referrers:
        for route in known.snapshot.all_of(GatewayRoute):
            if (route.kind, route.namespace, route.name) == (target.kind, namespace, target.name):
                wanted |= {
                    (each.namespace or namespace, each.name)
                    for each in route.spec.parent_refs
                    if each.kind == "Gateway"
                }
    for where, name in sorted(wanted, key=str):
        yield Query("Service", where, labels=f"{GATEWAY_NAME}={name}")


RULE = Rule(further=_further)
