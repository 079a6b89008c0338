"""EndpointSlices: by the label that says which Service they belong to."""

from collections.abc import Iterator

from kubectl_porttrace.model.aliases import alias_behind
from kubectl_porttrace.model.endpointslice import SERVICE_NAME
from kubectl_porttrace.model.unread import ALIASED_SLICES, Unread
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule


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


def _of_aliases(known: Known) -> Iterator[Query]:
    """The slices of the Services that a few names stand for, which say whether anything is behind them."""
    for namespace, name in _alias_ends(known)[:FEW]:
        yield Query("EndpointSlice", namespace, labels=f"{SERVICE_NAME}={name}", known_as=ALIASED_SLICES)


def _alias_ends(known: Known) -> list[tuple[str, str]]:
    """The Services that names asked about stand for, and whose slices are not read anyway."""
    question, snapshot = known.question, known.snapshot
    asked = (service for service in snapshot.services if service.external and question.concerns(service))
    ends = [end for each in asked if (end := alias_behind(snapshot, each).end) is not None]
    return sorted({end.key for end in ends if not question.concerns(end)})


def _left_out(known: Known) -> Iterator[Unread]:
    for namespace, name in _alias_ends(known)[FEW:]:
        message = f"ask for service {name} by name to see what is behind it"
        yield Unread(ALIASED_SLICES, namespace, "not-requested", message)


def _further(known: Known) -> Iterator[Query]:
    yield from _without_service(known)
    yield from _of_aliases(known)


RULE = Rule(first=_at_first, further=_further, left_out=_left_out)
