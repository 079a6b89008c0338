"""EndpointSlices: by the label that says which Service they belong to."""

from collections.abc import Iterator

from kubectl_porttrace.model.endpointslice import SERVICE_NAME
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Rule


def slices_query(question: Question) -> Query:
    """The slices of the Services asked about."""
    labels = f"{SERVICE_NAME} in ({','.join(sorted(question.names))})" if question.names else ""
    return Query("EndpointSlice", question.namespace, labels=labels)


def _at_first(question: Question) -> Iterator[Query]:
    yield slices_query(question)


RULE = Rule(first=_at_first)
