"""PTP12: a pod on a node that does not exist."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.expected import exclusion
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP12",
    "node-missing",
    severity="warning",
    certainty="certain",
    needs=("pods", "nodes", "endpointslices"),
    scope="cluster",
    causes=("PTE13", "PTE25", "PTD01"),
)
def node_missing(traced: TracedService) -> Iterator[Found]:
    """A selected pod is on a node that no longer exists, and the EndpointSlices leave it out.

    Why: the endpointslice controller looks up the pod's Node for its zone. Where there is no such Node it skips the
    pod and records the event FailedToUpdateEndpointSlices on the Service. A pod that was published before its Node
    went away stays published until the Service or one of its pods changes.

    See: `kubectl get pods -l KEY=VALUE -o wide` beside `kubectl get nodes`, and the events of
    `kubectl describe service NAME`.

    Fix: delete the orphaned pods so that their workload makes new ones, or bring the node back under its name.
    """
    published = {
        endpoint.target_ref.name
        for slice_ in traced.slices or ()
        for endpoint in slice_.endpoints
        if endpoint.target_ref is not None
    }
    lost = [pod for pod in traced.pods or () if _skipped(traced, pod) and pod.name not in published]
    if not lost:
        return
    yield Found(
        message=f"{_whereabouts(lost)}: the EndpointSlices leave out {count(len(lost), 'pod')}",
        path="spec.nodeName",
        evidence=(f"left out: {some([pod.name for pod in lost])}",),
        fix=Fix(text=_advice(lost)),
        object=pod_reference(lost[0]),
        ports=traced.ports,
        # With no other pod in the slices, this is the whole failure.
        severity=None if traced.eligible_pods else "error",
    )


def _skipped(traced: TracedService, pod: Pod) -> bool:
    return exclusion(traced.snapshot, traced.service, pod) == "node-missing"


def _advice(pods: Sequence[Pod]) -> str:
    """Deleting a pod that nothing makes again is no remedy."""
    if any(pod.metadata.controller is None for pod in pods):
        return "bring the node back; a pod without a controller is lost when it is deleted"
    return "delete these pods so that their workload makes new ones, or bring the node back"


def _whereabouts(pods: Sequence[Pod]) -> str:
    nodes = sorted({pod.spec.node_name for pod in pods if pod.spec.node_name})
    if not nodes:
        return "spec.nodeName is empty"
    return f"{'node' if len(nodes) == 1 else 'nodes'} {some(nodes)} {'does' if len(nodes) == 1 else 'do'} not exist"
