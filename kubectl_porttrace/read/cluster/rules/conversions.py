"""CustomResourceDefinitions: those whose webhook may be a Service that was asked about.

Their schemas make a list of them larger than all else together, some tens of megabytes in many clusters. So they are
read where all of the cluster is asked about, where it is asked who uses a port, and where the API server calls one of
the Services for another reason: the webhook that converts is nearly always the server that has the admission webhooks.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.kinds import REFERRING
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule

_HEAVY = tuple(kind for kind in REFERRING if kind.heavy)


def _at_first(question: Question) -> Iterator[Query]:
    everything = question.whole and question.namespace is None
    if question.asks_who_names and (everything or question.used):
        for kind in _HEAVY:
            yield Query(kind.key, None)


def _further(known: Known) -> Iterator[Query]:
    if known.question.asks_who_names and _is_called(known):
        for kind in _HEAVY:
            yield Query(kind.key, None)


def _is_called(known: Known) -> bool:
    """Whether the API server calls one of the Services asked about."""
    referring, question = known.snapshot.referring, known.question
    return any(
        reference.role == "control-plane"
        for namespace, name in referring.services
        if question.namespace in {None, namespace} and (question.whole or name in question.names)
        for reference in referring.to(namespace, name)
    )


def _left_out(known: Known) -> Iterator[Unread]:
    for kind in _HEAVY:
        if known.question.asks_who_names and not known.collected.has_asked_for(kind.key):
            message = "they are large, and are read only where the API server calls one of these Services anyway"
            yield Unread(kind.known_as, None, "not-requested", message)


RULE = Rule(first=_at_first, further=_further, left_out=_left_out)
