"""What the cluster autoscaler says of pods that no node takes.

Source: kubernetes/autoscaler `cluster-autoscaler/processors/status/eventing_scale_up_processor.go:Process` (the two
reasons) and `ReasonsMessage` (`%d REASON`, joined by commas), and `core/scaleup/orchestrator/skippedreasons.go` for the
words of its reasons, to which it adds those of the scheduler.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from types import MappingProxyType

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.events import newest_event
from kubectl_porttrace.trace.unready.scheduling import reasons_in_words

ADDS, ADDS_NONE = "TriggeredScaleUp", "NotTriggerScaleUp"

GIVES_UP = timedelta(minutes=15)
"""A node that did not come within this time will not come (`--max-node-provision-time`, by default)."""

_BEGINS = r"(?i)^pod didn't trigger scale-up"
_WORDS = MappingProxyType(
    {
        "max node group size reached": "node group at its maximum size",
        "max total nodes in cluster reached": "the cluster has its maximum of nodes",
        "in backoff after failed scale-up": "node group not tried again yet after a failure",
        "not ready for scale-up": "node group not ready to grow",
        "max cluster ": "the cluster's {rest}",
    }
)


class AutoscalerAnswer(msgspec.Struct, frozen=True):
    """What the autoscaler makes of a pod: `adds` a node, or why it does not; since when; and its message."""

    adds: bool
    why: str
    seen: datetime
    message: str


def autoscaler_answer(snapshot: Snapshot, pods: Iterable[Pod]) -> AutoscalerAnswer | None:
    """What the autoscaler said last of some pods; None where it said nothing."""
    events = (event for pod in pods if (event := newest_event(snapshot, pod, (ADDS, ADDS_NONE))))
    answers = [_answer(event.reason == ADDS, event.seen, event.told) for event in events if event.seen is not None]
    return max(answers, key=lambda answer: answer.seen, default=None)


def _answer(adds: bool, seen: datetime, message: str) -> AutoscalerAnswer:  # noqa: FBT001 - the first field of an AutoscalerAnswer
    return AutoscalerAnswer(adds, "" if adds else _why_not(message), seen, message)


def _why_not(message: str) -> str:
    reasons = re.sub(_BEGINS, "", message).lstrip(":( ").rstrip(") ")
    return reasons_in_words(reasons, _WORDS)
