"""Objects that name Service ports: of the kinds the server has, those of the namespace, or of all where they may cross.

A kind that crosses namespaces is asked for everywhere, and where that may not be read, in the namespace alone. What
every server has is read in the first round; for a few Services only what is in their namespace, to keep it narrow.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KIND_BY_NAME, REFERRING
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.question import Question, ReferrerTarget
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def elsewhere(kind: Kind) -> str:
    """What `Unread.resource` says where only the objects of one namespace were read."""
    return f"{kind.known_as} in other namespaces"


def _at_first(question: Question) -> Iterator[Query]:
    built_in = [target for target in question.referrers if KIND_BY_NAME[target.kind].built_in]
    for target in built_in:
        yield named(target, question.namespace, "")
    if question.asks_who_names or len(built_in) < len(question.referrers):
        yield DISCOVERY
    if not question.asks_who_names:
        return
    for kind in REFERRING:
        if kind.built_in and (kind.namespaced or question.whole):
            yield from _lists(kind, question.namespace, "")


def _further(known: Known) -> Iterator[Query]:
    for target in known.question.referrers:
        version = known.version(KIND_BY_NAME[target.kind])
        if version:
            yield named(target, known.question.namespace, version)
    if known.question.asks_who_names:
        for kind in REFERRING:
            yield from _of_kind(known, kind)
    if known.snapshot.of_kind(KIND_BY_NAME["Ingress"]):
        yield Query("IngressClass", None)


def _of_kind(known: Known, kind: Kind) -> Iterator[Query]:
    version = known.version(kind)
    if version is None or (kind.built_in and kind.namespaced):
        return
    yield from _lists(kind, known.question.namespace, version)
    if kind.crosses and not known.snapshot.was_read(elsewhere(kind)):
        yield asked_for(kind, known.question.namespace, version)


def named(target: ReferrerTarget, namespace: str | None, version: str) -> Query:
    """One object that was asked for by its name."""
    kind = KIND_BY_NAME[target.kind]
    whole = asked_for(kind, namespace if kind.namespaced else None, version)
    return replace(whole, name=target.name, essential=True)


def _lists(kind: Kind, namespace: str | None, version: str) -> Iterator[Query]:
    if kind.heavy:
        return
    if not kind.namespaced or (not kind.crosses and namespace is not None):
        yield asked_for(kind, namespace if kind.namespaced else None, version)
    else:
        yield asked_for(kind, None, version, known_as=elsewhere(kind) if namespace else "")


def _left_out(known: Known) -> Iterator[Unread]:
    if not known.question.routes:
        for kind in REFERRING:
            yield Unread(kind.known_as, None, "not-requested", "--no-routes leaves out who names the Services")
    elif (refused := known.not_said) is not None:
        for kind in REFERRING:
            if not kind.built_in:
                yield Unread(kind.known_as, None, refused.reason, refused.message)


RULE = Rule(first=_at_first, further=_further, left_out=_left_out)
