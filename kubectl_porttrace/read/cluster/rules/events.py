"""Events: probes that fail, what controllers could not do for a Service, pods that are not ready or not made."""

from collections.abc import Iterator

from kubectl_porttrace.model.pod import Pod
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
    yield Query("Event", question.namespace, fields="involvedObject.kind=Service,type=Warning")
    yield Query("Event", question.namespace, fields="reason=FailedToUpdateEndpoint")


def _further(known: Known) -> Iterator[Query]:
    """What is said of pods that are not ready; and of workloads that were refused pods, as these are warnings too.

    Slices without a ready endpoint tell of such pods before these are read, and save waiting for them.
    """
    warnings = Query("Event", known.question.namespace, fields="type=Warning")
    if known.unready_pods or known.unready_endpoints:
        yield warnings
        if any(map(_unscheduled, known.unready_pods)):
            # The cluster autoscaler's answers are no warnings.
            for reason in ("NotTriggerScaleUp", "TriggeredScaleUp"):
                yield Query("Event", known.question.namespace, fields=f"reason={reason}")
    elif known.without_pods and warnings not in known.collected.asked:
        yield Query("Event", known.question.namespace, fields="reason=FailedCreate")


def _unscheduled(pod: Pod) -> bool:
    condition = pod.condition("PodScheduled")
    return not pod.spec.node_name and condition is not None and condition.reason == "Unschedulable"


RULE = Rule(first=_events, further=_further)
