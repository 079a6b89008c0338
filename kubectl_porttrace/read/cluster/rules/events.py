"""Events: probes that fail, and controllers that could not write slices or Endpoints."""

from collections.abc import Iterator

from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Rule


def _events(question: Question) -> Iterator[Query]:
    yield Query("Event", question.namespace, fields="reason=Unhealthy")
    if 0 < len(question.names) <= FEW:
        for name in question.names:
            yield Query("Event", question.namespace, fields=f"involvedObject.name={name},type=Warning")
        return
    for reason in ("FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"):
        yield Query("Event", question.namespace, fields=f"reason={reason}")


RULE = Rule(first=_events)
