"""Which routes of the Gateway API a question is about, of those that were read."""

from collections.abc import Sequence

from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, placed_backends
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question


def concerned_routes(question: Question, snapshot: Snapshot) -> Sequence[GatewayRoute]:
    """The routes asked for, those that name the Services asked about, and those of a namespace asked about whole."""
    return [
        route
        for route in snapshot.all_of(GatewayRoute)
        if is_asked(question, route) or (question.asks_who_names and _concerns(question, route))
    ]


def is_asked(question: Question, route: GatewayRoute) -> bool:
    """Whether a route was asked for by its name."""
    asked = {(target.kind, question.namespace, target.name) for target in question.referrers}
    return (route.kind, *route.key) in asked


def _concerns(question: Question, route: GatewayRoute) -> bool:
    everywhere = question.namespace is None
    if not question.names and (everywhere or route.namespace == question.namespace):
        return True
    backends = (placed.backend for placed in placed_backends(route) if placed.backend.is_service)
    here = {each.name for each in backends if everywhere or (each.namespace or route.namespace) == question.namespace}
    return not here.isdisjoint(question.names or here)
