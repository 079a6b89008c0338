"""PTP14: a readiness gate that is not met."""

from collections.abc import Iterator
from functools import partial

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.checks.readiness import impact, unready_pods
from kubectl_porttrace.checks.reasons import by_reason, unmet_gates, why_unready
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP14",
    "readiness-gate-not-met",
    severity="error",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
    causes=("PTP07", "PTP08", "PTD01"),
)
def readiness_gate_not_met(traced: TracedService) -> Iterator[Found]:
    """Pods get no traffic because a readiness gate is not met, while all their containers are ready.

    Why: `spec.readinessGates` names conditions that something outside the pod has to set to True, mostly the
    controller of a load balancer. Until then the pod is not ready, however well its containers do.

    See: `kubectl get pods -o wide` shows READINESS GATES 0/1; `kubectl describe pod NAME` lists the conditions.

    Fix: find out whether the controller that sets the condition runs, what it logs, and whether it may write
    pods/status. If there is no such controller, take the gate out of the pods' template.
    """
    held = tuple(pod for pod in unready_pods(traced) if any(unmet_gates(pod)) and _containers_ready(pod))
    if not held:
        return
    cost = impact(traced, held)
    gates = list(dict.fromkeys(gate for pod in held for gate, _ in unmet_gates(pod)))
    yield Found(
        message=f"readiness gate {some(gates)} is not met, so these are not ready: {by_workload(traced, held)}",
        path=f"spec.readinessGates[{_first_unmet(held[0])}].conditionType",
        evidence=by_reason(traced, held, partial(why_unready, traced))[:5],
        fix=Fix(
            text=f"find out why nothing sets condition {some(gates)} to True, or remove the gate from the template; "
            "the pod's conditions:",
            command=describe_pod(held[0]),
        ),
        object=pod_reference(held[0]),
        ports=cost.ports,
        severity=cost.severity,
    )


def _first_unmet(pod: Pod) -> int:
    """The place of the first gate that is not met, among the gates of the pod."""
    unmet = {gate for gate, _ in unmet_gates(pod)}
    return next(place for place, gate in enumerate(pod.spec.readiness_gates) if gate.condition_type in unmet)


def _containers_ready(pod: Pod) -> bool:
    """Whether nothing but the gates is known to be missing."""
    condition = pod.condition("ContainersReady")
    statuses = (*pod.status.container_statuses, *(pod.container_status(c.name) for c in pod.spec.sidecars))
    known_unready = any(status is not None and not status.ready for status in statuses)
    return not known_unready and (condition is None or condition.status == "True")
