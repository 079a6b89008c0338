"""The routes and other objects that name Services which a Question asks about; and what to say of those not there."""

from collections.abc import Iterable, Iterator

import msgspec

from kubectl_porttrace.diagnose.near_names import hint_of_names
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question, ReferrerTarget

_ALONE = frozenset(KIND_BY_NAME[name].struct for name in ("Gateway", "HTTPRoute", "ServiceMonitor", "VirtualService"))
"""Of these, and of all that share their structs, there is something to say even where they name no Service."""


class AskedReferrers(msgspec.Struct, frozen=True):
    """Those asked for by name; and of each target that does not exist, that it does not."""

    referrers: tuple[Referrer, ...]
    not_found: tuple[NotFoundError, ...] = ()


def asked_referrers(snapshot: Snapshot, question: Question) -> AskedReferrers:
    """What a Question asks for by name. One target that does not exist keeps nothing from the others."""
    asked: set[Referrer] = set()
    not_found: list[NotFoundError] = []
    for target in question.referrers:
        there = [each for each in snapshot.referring.objects if each.kind == target.kind and _here(question, each)]
        named = {each for each in there if each.name == target.name}
        if not named:
            not_found.append(_missing(target, there, question.namespace))
        asked |= named
    return AskedReferrers(tuple(sorted(asked)), tuple(not_found))


def referrers_to(snapshot: Snapshot, question: Question, services: Iterable[tuple[str, str]]) -> Iterator[Referrer]:
    """Those that name one of some Services, and those of a namespace or cluster that is asked about as a whole.

    Args:
        snapshot: what was read.
        question: what was asked.
        services: the Services of the report, by namespace and name.
    """
    if not question.asks_who_names and not (question.routes and question.addresses):
        return
    found = {each.referrer for key in services for each in snapshot.referring.to(*key)}
    found |= {each for each in snapshot.referring.objects if _concerns(snapshot, question, each)}
    yield from sorted(found)


def asks_whole(snapshot: Snapshot, question: Question, namespace: str) -> bool:
    """Whether a namespace is asked about as a whole, with all Services in it.

    A saved snapshot of one namespace holds routes of others as well, which nobody asked about.
    """
    here = question.whole and not question.labels and question.namespace in {None, namespace}
    return here and (not snapshot.listed or snapshot.holds_all("services", namespace))


def _concerns(snapshot: Snapshot, question: Question, each: Referrer) -> bool:
    """Whether an object belongs to what is asked about as a whole: one that is in no namespace, by what it names."""
    references = snapshot.referring.of(each)
    if each.namespace:
        names = references or KIND_BY_NAME[each.kind].struct in _ALONE
        return bool(names) and asks_whole(snapshot, question, each.namespace)
    return any(asks_whole(snapshot, question, reference.service_namespace) for reference in references)


def _here(question: Question, each: Referrer) -> bool:
    return question.namespace in {None, each.namespace} or not KIND_BY_NAME[each.kind].namespaced


def _missing(target: ReferrerTarget, there: Iterable[Referrer], namespace: str | None) -> NotFoundError:
    kind = KIND_BY_NAME[target.kind]
    where = f' in namespace "{namespace}"' if namespace and kind.namespaced else ""
    hint = hint_of_names(target.name, (each.name for each in there), kind.known_as, namespace)
    return NotFoundError(f'{kind.name.lower()} "{target.name}" not found{where}', hint)
