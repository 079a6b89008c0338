"""Events: probes that fail, controllers that could not write slices or Endpoints, pods not ready or not made."""

from collections.abc import Iterator

from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule


def _events(question: Question) -> Iterator[Query]:
    if not question.asks_about_services:
        return
    yield Query("Event", question.namespace, fields="reason=Unhealthy")
    if 0 < len(question.names) <= FEW:
        for name in question.names:
            yield Query("Event", question.namespace, fields=f"involvedObject.name={name},type=Warning")
        return
    for reason in ("FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"):
        yield Query("Event", question.namespace, fields=f"reason={reason}")


def _further(known: Known) -> Iterator[Query]:
    if known.unready_pods:
        # What is said of them; and of workloads that were refused pods, as these events are warnings too.
        yield Query("Event", known.question.namespace, fields="type=Warning")
    elif known.without_pods:
        yield Query("Event", known.question.namespace, fields="reason=FailedCreate")


RULE = Rule(first=_events, further=_further)
