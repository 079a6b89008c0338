"""PTP27: pods that are being deleted and do not go, and no others."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_node, describe_pod
from kubectl_porttrace.checks.phrases import age, by_workload, count, some
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService

OVERDUE = timedelta(minutes=1)
"""A kubelet that works confirms within seconds of the deletionTimestamp, which is when the grace period is over
(`k8s.io/apiserver/pkg/registry/rest/delete.go:BeforeDelete`, `pkg/kubelet/status/status_manager.go:canBeDeleted`)."""


@check(
    "PTP27",
    "pods-stuck-terminating",
    severity="error",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
    causes=("PTP06", "PTP07", "PTD01"),
)
def pods_stuck_terminating(traced: TracedService) -> Iterator[Found]:
    """All pods that the Service selects are being deleted, their grace period is over, and they do not go.

    Why: a pod is gone when its kubelet has confirmed that its containers ended, and when its last finalizer was
    removed. A kubelet that does not report confirms nothing; a finalizer waits for the controller that set it. A
    StatefulSet makes no new pod of the same name before.

    See: `kubectl get pods -l KEY=VALUE` shows Terminating; `-o yaml` metadata.finalizers and deletionTimestamp.

    Fix: get the node or the controller back. Where the node is gone for good, delete its Node object: then its pods
    are removed. Deleting a pod with force may leave its program running beside the new one.
    """
    if traced.living_pods:
        return
    pods = tuple(pod for pod in traced.pods or () if not pod.terminal)
    if not pods or not all(_overdue(traced, pod) for pod in pods):
        return
    first = pods[0]
    since = first.metadata.deletion_timestamp or traced.snapshot.observed_at
    number = len(pods)
    yield Found(
        message=f"no pod is ready: {count(number, 'pod')} being deleted {'does' if number == 1 else 'do'} not go: "
        f"{_what_keeps(traced, pods)}",
        path="metadata.deletionTimestamp",
        evidence=(f"{by_workload(traced, pods)}, overdue for {age(since, traced.snapshot.observed_at)}",),
        fix=_fix(first),
        object=pod_reference(first),
        ports=traced.ports,
    )


def _overdue(traced: TracedService, pod: Pod) -> bool:
    moment = pod.metadata.deletion_timestamp
    if moment is None or pod.ready or not (pod.spec.node_name or pod.metadata.finalizers):
        return False
    return traced.snapshot.observed_at - moment > OVERDUE


def _what_keeps(traced: TracedService, pods: Sequence[Pod]) -> str:
    finalizers = sorted({each for pod in pods for each in pod.metadata.finalizers})
    if finalizers:
        return f"finalizer {some(finalizers)}"
    nodes = sorted({pod.spec.node_name for pod in pods})
    conditions = [node.ready_condition for name in nodes if (node := traced.snapshot.node(name))]
    if any(condition is not None and condition.status == "Unknown" for condition in conditions):
        return f"node {some(nodes)} does not report"
    return f"not confirmed by node {some(nodes)}"


def _fix(pod: Pod) -> Fix:
    if pod.metadata.finalizers:
        text = f"get the controller that set {pod.metadata.finalizers[0]} to remove it; what the pod says:"
        return Fix(text=text, command=describe_pod(pod))
    text = f"get node {pod.spec.node_name} back, or delete its Node where it is gone for good; what it reports:"
    return Fix(text=text, command=describe_node(pod.spec.node_name))
