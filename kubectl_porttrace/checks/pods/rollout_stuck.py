"""PTP30: a rollout that does not go on."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe
from kubectl_porttrace.checks.phrases import age, by_revision
from kubectl_porttrace.findings import Fix, ObjectReference, Severity
from kubectl_porttrace.model.meta import Condition
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService

STUCK = "ProgressDeadlineExceeded"
PAUSED = "DeploymentPaused"
"""The reasons of the condition Progressing (`pkg/controller/deployment/util/deployment_util.go:TimedOutReason`,
`PausedDeployReason`)."""


@check(
    "PTP30",
    "rollout-stuck",
    severity="warning",
    certainty="certain",
    needs=("pods", "deployments"),
    scope="cluster",
)
def rollout_stuck(traced: TracedService) -> Iterator[Found]:
    """The rollout of a Deployment behind the Service does not go on: its new pods do not become ready, or it is paused.

    Why: a Deployment replaces pods a few at a time and waits for the new ones to be ready. Where none becomes ready
    within `progressDeadlineSeconds` (ten minutes by default), the Deployment reports ProgressDeadlineExceeded, and the
    pods of the old revision that are left carry the traffic. It does not go back by itself. A paused Deployment makes
    no pods of its new template until it is resumed.

    See: `kubectl rollout status deployment/NAME`, `kubectl rollout history deployment/NAME`.

    Fix: get the new pods ready; or run `kubectl rollout undo`, which brings the old template back.
    """
    for workload, pods in _deployments(traced):
        condition = workload.condition("Progressing")
        if condition is None or condition.reason not in {STUCK, PAUSED}:
            continue
        paused = condition.reason == PAUSED
        title, moment = workload.title, _since(traced, condition)
        yield Found(
            message=f"the rollout of {title} is {'paused' if paused else 'stuck'}{moment}",
            path="status.conditions",
            evidence=(*by_revision(traced, pods)[:4], f"ready: {_ready(traced, pods)}"),
            fix=Fix(text=_advice(workload, paused=paused), command=describe(workload)),
            object=ObjectReference(kind=workload.kind, namespace=workload.namespace, name=workload.name),
            ports=traced.ports,
            severity=_severity(paused=paused),
        )


def _deployments(traced: TracedService) -> Iterator[tuple[Workload, tuple[Pod, ...]]]:
    """The Deployments behind the Service, each with its pods that are to serve."""
    for owner, pods in traced.pods_by_owner:
        if owner.workload is not None and owner.workload.kind == "Deployment":
            yield owner.workload, pods


def _since(traced: TracedService, condition: Condition) -> str:
    moment = condition.last_transition_time
    return f" since {age(moment, traced.snapshot.observed_at)}" if moment is not None else ""


def _ready(traced: TracedService, pods: tuple[Pod, ...]) -> str:
    ready = tuple(pod for pod in pods if pod.ready)
    return ", ".join(by_revision(traced, ready)) or "none"


def _advice(workload: Workload, *, paused: bool) -> str:
    where = f"deployment/{workload.name} -n {workload.namespace}"
    if paused:
        return f"to go on, run kubectl rollout resume {where}; its conditions and events:"
    return f"get the new pods ready, or go back with kubectl rollout undo {where}; its conditions and events:"


def _severity(*, paused: bool) -> Severity | None:
    """A pause is somebody's decision."""
    return "note" if paused else None
