"""Around Istio's kinds: the subsets that VirtualServices name, the Services their hosts may mean, and Gateways."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.referrers.istio import (
    GROUP,
    VirtualService,
    placed_destinations,
    service_of_host,
    services_like,
)
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.question import ReferrerTarget
from kubectl_porttrace.read.cluster.discovery import asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule

MOST = 20
"""So many Services that hosts may mean are looked up; of more, the rest stay unknown."""


def _further(known: Known) -> Iterator[Query]:
    virtual = [each for each in known.snapshot.all_of(VirtualService) if _is_asked_for(known, each)]
    if any(placed.destination.subset for each in virtual for placed in placed_destinations(each)):
        kind = KIND_BY_NAME["DestinationRule"]
        version = known.version(kind)
        if version is not None:
            yield asked_for(kind, None, version)
    meant = set(_meant(virtual))
    for namespace, name in sorted(meant)[:MOST]:
        yield Query("Service", namespace, name=name)
    if any(target.kind == f"Gateway.{GROUP}" for target in known.question.referrers):
        yield Query("Service", None, known_as=SERVICES_ELSEWHERE)


def _is_asked_for(known: Known, virtual: VirtualService) -> bool:
    """Whether it is asked for by its name, or belongs to what is asked about as a whole."""
    here = known.question.namespace in {None, virtual.namespace}
    named = ReferrerTarget("VirtualService", virtual.name) in known.question.referrers
    return here and (named or (known.question.whole and known.question.asks_who_names))


def _meant(virtual: Iterable[VirtualService]) -> Iterator[tuple[str, str]]:
    """The Services of other namespaces that a person may mean by hosts which are none."""
    for each in virtual:
        for placed in placed_destinations(each):
            host = placed.destination.host
            like = services_like(host) if service_of_host(host, each.namespace) is None else None
            if like is not None:
                yield like


RULE = Rule(further=_further)
