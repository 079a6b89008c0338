"""HorizontalPodAutoscalers: what they scale, to how few pods, and what they say of themselves."""

from kubectl_porttrace.model.meta import Condition, KubernetesObject, ObjectReference, Value


class AutoscalerSpec(Value, frozen=True):
    """`spec`: `min_replicas` is None for its default, 1."""

    scale_target_ref: ObjectReference = ObjectReference()
    min_replicas: int | None = None


class AutoscalerStatus(Value, frozen=True):
    """`status`."""

    conditions: tuple[Condition, ...] = ()


class HorizontalPodAutoscaler(KubernetesObject, frozen=True):
    """A HorizontalPodAutoscaler."""

    spec: AutoscalerSpec = AutoscalerSpec()
    status: AutoscalerStatus = AutoscalerStatus()

    def condition(self, kind: str) -> Condition | None:
        """Its condition of that type, if reported."""
        return next((condition for condition in self.status.conditions if condition.type == kind), None)
