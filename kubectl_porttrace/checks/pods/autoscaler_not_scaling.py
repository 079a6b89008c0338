"""PTP31: an autoscaler that does not give the Service the pods it needs."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_object, scale
from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.checks.unready import shortened
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.autoscaling import Scaling, scaling_of
from kubectl_porttrace.trace.idle import idle_workloads
from kubectl_porttrace.trace.service import TracedService

HPA = "HorizontalPodAutoscaler"


@check(
    "PTP31",
    "autoscaler-not-scaling",
    severity="error",
    certainty="kube-proxy",
    needs=("pods", "horizontalpodautoscalers"),
    uses=("deployments", "statefulsets", "replicasets"),
    scope="cluster",
    causes=("PTP01", "PTP02", "PTP03", "PTP04", "PTP05", "PTP07", "PTP09", "PTP27", "PTD01"),
)
def autoscaler_not_scaling(traced: TracedService) -> Iterator[Found]:
    """The HorizontalPodAutoscaler of the workload behind the Service leaves it at 0 replicas, or cannot scale it.

    Why: an autoscaler does nothing for a workload that somebody scaled to 0 (ScalingDisabled), until it is scaled up
    again. One with `minReplicas: 0` scales to 0 by itself when its metric says so. One that cannot read its metrics
    (ScalingActive is False) leaves the number of pods as it is, whatever the load.

    See: `kubectl describe hpa NAME`: the conditions AbleToScale, ScalingActive and ScaledToZero.

    Fix: scale the workload up, or make the metric readable: CPU and memory need metrics-server and requests in the
    template; other metrics need an adapter.
    """
    idle = idle_workloads(traced)
    for workload in idle or _short_of_pods(traced):
        scaling = scaling_of(traced.snapshot, workload)
        if scaling is None or (not idle and scaling.trouble in {"disabled", "scaled to zero"}):
            continue
        disabled = scaling.trouble == "disabled"
        kind, name = (workload.kind, workload.name) if disabled else (HPA, scaling.autoscaler.name)
        yield Found(
            message=_message(workload, scaling),
            path="spec.replicas" if disabled else f'status.conditions[?(@.type=="{scaling.condition.type}")]',
            evidence=tuple(_evidence(traced, scaling)),
            fix=_fix(workload, scaling),
            object=ObjectReference(kind=kind, namespace=workload.namespace, name=name),
            ports=traced.ports,
            severity=None if idle else "note",
        )


def _short_of_pods(traced: TracedService) -> Iterator[Workload]:
    """The workloads behind a Service of whose pods some are not ready; with none ready, there is nothing to measure."""
    if not traced.ready_pods or all(pod.ready for pod in traced.living_pods):
        return
    found: dict[str, Workload] = {}
    for owner, _ in traced.pods_by_owner:
        if owner.workload is not None:
            found.setdefault(owner.workload.title, owner.workload)
    yield from found.values()


def _message(workload: Workload, scaling: Scaling) -> str:
    own, stays = f"{HPA}/{scaling.autoscaler.name}", f"{workload.title} stays at {_replicas(workload)}"
    if scaling.trouble == "disabled":
        return f"{workload.title} has 0 replicas, and {own} leaves it there"
    if scaling.trouble == "scaled to zero":
        return f"{own} scaled {workload.title} to 0 replicas"
    if scaling.trouble == "no metrics":
        return f"{own} cannot read its metrics: {stays}"
    return f"{own} cannot scale: {stays}"


def _evidence(traced: TracedService, scaling: Scaling) -> Iterator[str]:
    condition, autoscaler = scaling.condition, scaling.autoscaler
    yield f"{condition.type} is {condition.status}: {condition.reason}"
    yield f"reported: {shortened(condition.message)}"
    if condition.last_transition_time is not None:
        yield f"since {age(condition.last_transition_time, traced.snapshot.observed_at)}"
    least = 1 if autoscaler.spec.min_replicas is None else autoscaler.spec.min_replicas
    yield f"spec.minReplicas of {HPA}/{autoscaler.name} is {least}"


def _fix(workload: Workload, scaling: Scaling) -> Fix:
    autoscaler = scaling.autoscaler
    above = autoscaler.metadata.controller
    shown = describe_object(HPA, autoscaler.namespace, autoscaler.name)
    if scaling.trouble == "disabled" and above is not None:
        who = f"{above.kind}/{above.name}"
        text = f"find out why {who}, which made the autoscaler, does not scale {workload.title} up; its conditions:"
        return Fix(text=text, command=describe_object(above.kind, autoscaler.namespace, above.name))
    if scaling.trouble == "disabled":
        least = autoscaler.spec.min_replicas or 1
        return Fix(text="scale it up; from there on the autoscaler goes on by itself", command=scale(workload, least))
    if scaling.trouble == "scaled to zero":
        text = (
            f"set minReplicas 1 in {HPA}/{autoscaler.name} if the Service is to answer at any time; what it measures:"
        )
        return Fix(text=text, command=shown)
    if scaling.trouble == "no metrics":
        text = f"make the metrics of {HPA}/{autoscaler.name} readable, or correct spec.metrics; its conditions:"
        return Fix(text=text, command=shown)
    return Fix(text="correct scaleTargetRef or the selector as its condition says; the conditions:", command=shown)


def _replicas(workload: Workload) -> str:
    number = workload.wanted_pods
    return "the pods it has" if number is None else f"{number} replica{'' if number == 1 else 's'}"
