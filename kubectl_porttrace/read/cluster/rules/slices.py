"""EndpointSlices: by the label that says which Service they belong to."""

from collections.abc import Iterator

from kubectl_porttrace.model.endpointslice import SERVICE_NAME
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def slices_query(question: Question) -> Query:
    """The slices of the Services asked about; all of the namespace where any Service may reach a workload."""
    named = question.names and not question.workloads
    labels = f"{SERVICE_NAME} in ({','.join(sorted(question.names))})" if named else ""
    return Query("EndpointSlice", question.namespace, labels=labels)


def _at_first(question: Question) -> Iterator[Query]:
    if question.asks_about_services:
        yield slices_query(question)


def _without_service(known: Known) -> Iterator[Query]:
    """The slices that belong to no Service, where one has nothing behind it: somebody may have left the label out."""
    for service in known.services if known.question.names else ():
        readable = known.snapshot.was_read("endpointslices", service.namespace)
        if readable and not service.selects and not any(known.endpoints_of(service)):
            yield Query("EndpointSlice", known.question.namespace, labels=f"!{SERVICE_NAME}")
            return


RULE = Rule(first=_at_first, further=_without_service)
