"""Events: the warnings of the namespace, and what the cluster autoscaler says of pods without a node.

The API server keeps no events in memory, so each list costs it a look at all there are, however few it returns
(`pkg/kubeapiserver/default_storage_factory_builder.go:DefaultWatchCacheSizes`): one list of all warnings costs it less
than one for each reason, name or kind.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _warnings(question: Question) -> Iterator[Query]:
    """Probes that fail, what controllers could not do for a Service, pods that are not ready or not made."""
    if question.asks_about_services:
        yield Query("Event", question.namespace, fields="type=Warning")


def _of_autoscaler(known: Known) -> Iterator[Query]:
    """Its answers are no warnings."""
    if any(map(_unscheduled, known.unready_pods)):
        for reason in ("NotTriggerScaleUp", "TriggeredScaleUp"):
            yield Query("Event", known.question.namespace, fields=f"reason={reason}")


def _unscheduled(pod: Pod) -> bool:
    condition = pod.condition("PodScheduled")
    return not pod.spec.node_name and condition is not None and condition.reason == "Unschedulable"


RULE = Rule(first=_warnings, further=_of_autoscaler)
