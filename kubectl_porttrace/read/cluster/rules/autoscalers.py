"""HorizontalPodAutoscalers: of Services that fail, for one may keep their workload at zero or at too few pods."""

from collections.abc import Iterator

from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _further(known: Known) -> Iterator[Query]:
    if known.unready_pods or known.without_serving_pods or known.unready_endpoints:
        yield Query("HorizontalPodAutoscaler", known.question.namespace)


RULE = Rule(further=_further)
