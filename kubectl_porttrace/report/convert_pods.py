"""Pods counted, in the words of the contract."""

from collections import Counter
from collections.abc import Sequence

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.report.v1 import PodCount


def pod_count(pods: Sequence[Pod], ready: int) -> PodCount:
    """How many there are and how they have ended; `ready` is how many of them are."""
    ended = Counter(pod.ending for pod in pods if pod.terminal)
    return PodCount(matched=len(pods), ready=ready, ended=dict(sorted(ended.items())))
