"""PTP05: all selected pods have ended."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.checks.reasons import by_reason, why_leaving
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP05",
    "pods-ended",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    scope="cluster",
    causes=("PTD01",),
)
def pods_ended(traced: TracedService) -> Iterator[Found]:
    """Every pod the Service selects has ended: its phase is Succeeded or Failed.

    Why: a pod that has ended never runs again and is never an endpoint, whatever its labels. Pods of a finished Job,
    and evicted pods, stay in the list until something deletes them.

    See: `kubectl get pods -l KEY=VALUE` shows Completed, Error or Evicted, and READY 0/1.

    Fix: find out why the workload has not replaced them. Where they belong to a Job, let the Service select the pods
    of a Deployment or StatefulSet in its place.
    """
    pods = traced.pods or ()
    if not pods or not all(pod.terminal for pod in pods):
        return
    yield Found(
        message=f"{_all_of(pods)} ended: {some(sorted({pod.status.phase for pod in pods}))}",
        path="status.phase",
        evidence=by_reason(traced, pods, why_leaving)[:5],
        fix=Fix(text="restart the workload that should serve, or select pods that keep running"),
        object=pod_reference(pods[0]),
        ports=traced.ports,
    )


def _all_of(pods: tuple[Pod, ...]) -> str:
    return "the only selected pod has" if len(pods) == 1 else f"all {count(len(pods), 'selected pod')} have"
