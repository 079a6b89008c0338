"""PTP13: a sidecar that keeps its pod from being ready."""

from collections.abc import Iterator
from functools import partial

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import logs_of
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.checks.readiness import impact, unready_pods
from kubectl_porttrace.checks.reasons import INITIALIZING, by_reason, why_unready
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.checks.unready import unexplained
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.container_status import ContainerStatus
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP13",
    "sidecar-not-ready",
    severity="warning",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
    causes=("PTP07", "PTP08", "PTD01"),
)
def sidecar_not_ready(traced: TracedService) -> Iterator[Found]:
    """Pods get no traffic because a sidecar in them is not ready, while their own containers are.

    Why: a sidecar (an init container with `restartPolicy: Always`) counts for the pod's readiness like any container.
    One unready sidecar takes the pod out of every Service. Until a sidecar has started, the containers after it do not
    start at all.

    See: `kubectl get pod NAME -o jsonpath='{.status.initContainerStatuses}'`; `kubectl logs NAME -c SIDECAR`.

    Fix: look in the sidecar's log for what it lacks: its configuration, what it connects to, or its probe.
    """
    held = tuple(pod for pod in unexplained(traced, unready_pods(traced)) if _blocking(pod))
    if not held:
        return
    cost = impact(traced, held)
    names = some(list(dict.fromkeys(name for pod in held for name in _blocking(pod))))
    yield Found(
        message=f"sidecar {names} is not ready, so these are not ready: {by_workload(traced, held)}",
        path=f'status.initContainerStatuses[?(@.name=="{_blocking(held[0])[0]}")].ready',
        evidence=by_reason(traced, held, partial(why_unready, traced))[:5],
        fix=Fix(
            text=f"read in the log why sidecar {names} is not ready, then correct its configuration or its probe:",
            command=logs_of(held[0], _blocking(held[0])[0]),
        ),
        object=pod_reference(held[0]),
        ports=cost.ports,
        severity=cost.severity,
    )


def _blocking(pod: Pod) -> tuple[str, ...]:
    """The sidecars that alone keep a pod from being ready: its containers are, or cannot start before the sidecar."""
    statuses = [pod.container_status(container.name) for container in pod.spec.containers]
    held = [(c.name, status) for c in pod.spec.sidecars if (status := pod.container_status(c.name)) is not None]
    if all(status is not None and status.ready for status in statuses):
        return tuple(name for name, status in held if not status.ready)
    if all(status is not None and _initializing(status) for status in statuses):
        return tuple(name for name, status in held if status.started is not True and not _initializing(status))
    return ()


def _initializing(status: ContainerStatus) -> bool:
    return status.state.waiting is not None and status.state.waiting.reason == INITIALIZING
