"""Who else may use a port, where that is asked: names that stand for its Service, and policies of other namespaces.

A policy says whom its own pods reach, so that one of any namespace may name the port.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.unread import POLICIES_ELSEWHERE
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import EXTERNAL_NAMES, Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _at_first(question: Question) -> Iterator[Query]:
    if question.used and question.asks_who_names:
        yield Query("NetworkPolicy", None, known_as=POLICIES_ELSEWHERE)


def _further(known: Known) -> Iterator[Query]:
    if known.question.used and known.question.asks_who_names and known.services:
        yield EXTERNAL_NAMES


RULE = Rule(first=_at_first, further=_further)
