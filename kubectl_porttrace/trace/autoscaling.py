"""What a HorizontalPodAutoscaler says of the workload that it scales.

Source: `pkg/controller/podautoscaler/horizontal.go:reconcileAutoscaler`.
"""

from typing import Literal

import msgspec

from kubectl_porttrace.model.autoscaler import HorizontalPodAutoscaler
from kubectl_porttrace.model.meta import Condition
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload

Trouble = Literal["disabled", "scaled to zero", "no metrics", "cannot scale"]

_LACKS_PODS = ("pods might be unready", "no pods returned by selector", "no metrics returned")
"""What it says of metrics where there are no ready pods to measure, which explains nothing
(`replica_calculator.go`, `metrics/client.go:GetResourceMetric`)."""


class Scaling(msgspec.Struct, frozen=True):
    """An autoscaler that does not scale its workload, and the condition that says why."""

    autoscaler: HorizontalPodAutoscaler
    trouble: Trouble
    condition: Condition


def scaling_of(snapshot: Snapshot, workload: Workload) -> Scaling | None:
    """What keeps the autoscaler of a workload from scaling it; None where it has none, or one that works.

    `ScalingDisabled` is said of a workload that somebody else scaled to zero: it is left there. `ScaledToZero` is said
    by an autoscaler with `minReplicas: 0` that did it itself.
    """
    autoscaler = next((each for each in snapshot.all_of(HorizontalPodAutoscaler) if _scales(each, workload)), None)
    if autoscaler is None:
        return None
    active, able = autoscaler.condition("ScalingActive"), autoscaler.condition("AbleToScale")
    if able is not None and able.status == "False":
        return Scaling(autoscaler, "cannot scale", able)
    if active is not None and active.status == "False":
        trouble = _trouble(active)
        return Scaling(autoscaler, trouble, active) if trouble else None
    zero = autoscaler.condition("ScaledToZero")
    if zero is not None and zero.status == "True":
        return Scaling(autoscaler, "scaled to zero", zero)
    return None


def _trouble(active: Condition) -> Trouble | None:
    if active.reason == "ScalingDisabled":
        return "disabled"
    if any(words in active.message for words in _LACKS_PODS):
        return None
    metrics = active.reason.startswith("FailedGet") or active.reason == "InvalidMetricSourceType"
    return "no metrics" if metrics else "cannot scale"


def _scales(autoscaler: HorizontalPodAutoscaler, workload: Workload) -> bool:
    target = autoscaler.spec.scale_target_ref
    return (target.kind, autoscaler.namespace, target.name) == (workload.kind, *workload.key)
