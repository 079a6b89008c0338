"""EndpointSlices: by the label that says which Service they belong to."""

from collections.abc import Iterator

from kubectl_porttrace.model.endpointslice import SERVICE_NAME
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Rule


def _slices(question: Question) -> Iterator[Query]:
    labels = f"{SERVICE_NAME} in ({','.join(sorted(question.names))})" if question.names else ""
    yield Query("EndpointSlice", question.namespace, labels=labels)


RULE = Rule(first=_slices)
