"""Which Services the objects that were read turn out to name, as questions of their own: one for each namespace."""

from collections.abc import Iterator
from typing import Final

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.question import Question, ReferrerTarget, ServiceTarget
from kubectl_porttrace.read.cluster.collected import Collected

MOST: Final = 20
"""So many Services of other namespaces are looked up where a whole namespace is asked about; the rest stay unknown."""


def named_services(question: Question, collected: Collected) -> Iterator[Question]:
    """What to ask about the Services that are named and that the question itself does not ask about.

    Of an object that was asked for by its name, these are all of its Services; of a namespace, those of other
    namespaces that its objects name.

    Args:
        question: what was asked.
        collected: what was read so far.
    """
    keys = dict.fromkeys(_of_asked(question, collected))
    if question.whole and question.namespace is not None:
        outside = sorted(_elsewhere(question.namespace, collected))
        keys |= dict.fromkeys(outside[:MOST])
    for namespace, names in grouped(keys).items():
        yield Question(namespace, tuple(map(ServiceTarget, names)), routes=False)


def owning(question: Question, collected: Collected) -> Iterator[Question]:
    """What to ask about who owns the addresses asked about: all that is asked of what was asked for by name."""
    if question.addresses:
        from kubectl_porttrace.read.cluster.address_owners import owners_asked_for

        yield from owners_asked_for(question, collected)
    for target in question.urls:
        from kubectl_porttrace.model.requested_routes import routes_for

        routes = tuple(routes_for(collected.snapshot, target))[:MOST]
        for namespace, asked in grouped(
            (each.namespace, ReferrerTarget(each.kind, each.name)) for each in routes
        ).items():
            yield Question(namespace, asked, routes=False)


def _of_asked(question: Question, collected: Collected) -> Iterator[tuple[str, str]]:
    for referrer in _asked(question, collected):
        for reference in collected.snapshot.referring.of(referrer):
            if not (question.namespace == reference.service_namespace and reference.service_name in question.names):
                yield reference.service_key


def _asked(question: Question, collected: Collected) -> Iterator[Referrer]:
    """The objects asked for by name, and the Gateways through which requests come to a route."""
    for target in question.referrers:
        from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, gateways_of

        namespace = question.namespace if KIND_BY_NAME[target.kind].namespaced else None
        asked = Referrer(target.kind, namespace or "", target.name)
        yield asked
        route = collected.snapshot.referring.objects.get(asked)
        if isinstance(route, GatewayRoute):
            yield from gateways_of(route)


def _elsewhere(namespace: str, collected: Collected) -> frozenset[tuple[str, str]]:
    referring = collected.snapshot.referring
    here = (each for each in referring.objects if each.namespace == namespace)
    return frozenset(
        reference.service_key
        for each in here
        for reference in referring.of(each)
        if reference.service_namespace != namespace
    )
