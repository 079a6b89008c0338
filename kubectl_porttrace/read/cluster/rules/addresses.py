"""Addresses and ports of nodes: who owns them. What asks for it is imported where one is asked about."""

from collections.abc import Iterator

from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _at_first(question: Question) -> Iterator[Query]:
    if question.addresses:
        from kubectl_porttrace.read.cluster.address_owners import first_of_addresses

        yield from first_of_addresses(question)


def _further(known: Known) -> Iterator[Query]:
    if known.question.addresses:
        from kubectl_porttrace.read.cluster.address_owners import further_of_addresses

        yield from further_of_addresses(known)


RULE = Rule(first=_at_first, further=_further)
