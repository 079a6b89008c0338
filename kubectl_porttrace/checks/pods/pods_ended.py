"""PTP05: all selected pods have ended."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.checks.reasons import by_reason, why_leaving
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.checks.unready import shortened
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.endings import OUT_OF, why_ended


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
        message=f"{_all_of(pods)} ended: {some(sorted({_ending(pod) for pod in pods}))}",
        path="status.phase",
        evidence=(*by_reason(traced, pods, why_leaving)[:5], *_reported(pods[0])),
        fix=Fix(text=f"{_advice(pods[0])}; the pod's message and events:", command=describe_pod(pods[0])),
        object=pod_reference(pods[0]),
        ports=traced.ports,
    )


# What to do about each reason of `trace/unready/endings.py`.
_ADVICE = {
    "Evicted": "give the pods requests and limits for it, or find what uses it up on the node",
    "Preempting": "give the pods a higher priority, or the node more room",
    "Terminated": "see that a workload makes new pods on another node",
    "NodeShutdown": "see that a workload makes new pods on another node",
    "NodeAffinity": "label the node again as the pods ask, or correct their nodeSelector and affinity",
    "DeadlineExceeded": "take activeDeadlineSeconds out of the template of a pod that is to keep running",
    "SysctlForbidden": "allow that sysctl on the node (--allowed-unsafe-sysctls), or take it out of the template",
    "VolumeAttachmentLimitExceeded": "add a node, or spread pods with volumes over more nodes",
    "UnexpectedAdmissionError": "find out from the kubelet's message which device or resource the node lacks",
}


def _advice(pod: Pod) -> str:
    reason = pod.status.reason
    if "exceeds" in why_ended(pod):
        return "raise that limit, or find what writes so much"
    if reason.startswith(OUT_OF):
        return "see that only the scheduler binds pods, and that this node has room for them"
    return _ADVICE.get(reason, "restart the workload that should serve, or select pods that keep running")


def _ending(pod: Pod) -> str:
    why = why_ended(pod)
    return f"{pod.ending}, {why}" if why else pod.ending


def _reported(pod: Pod) -> Iterator[str]:
    """What the kubelet says of it; without that, what its programs returned is all there is."""
    if pod.status.message:
        yield f"reported: {shortened(pod.status.message)}"


def _all_of(pods: tuple[Pod, ...]) -> str:
    return "the only pod has" if len(pods) == 1 else f"all {count(len(pods), 'selected pod')} have"
