"""PTP06: no selected pod has an address yet."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.reasons import by_reason, why_no_address
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.checks.unready import unexplained
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP06",
    "pods-without-address",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    scope="cluster",
    causes=("PTD01",),
)
def pods_without_address(traced: TracedService) -> Iterator[Found]:
    """No pod the Service selects has an IP address, so none of them can be an endpoint.

    Why: a pod gets its address when the node has set up its network. Until then it waits for a node (Pending), for
    a volume, or for the network plugin, and the EndpointSlices leave it out.

    See: `kubectl get pods -l KEY=VALUE -o wide` shows no IP; the events at the end of `kubectl describe pod` say what
    it waits for.

    Fix: give the pod what the events name: free resources or a node that fits, the volume, a network plugin that
    works.
    """
    if traced.eligible_pods:  # each has an address
        return
    pods = [pod for pod in traced.pods or () if not pod.terminal]
    if not pods or any(pod.ips for pod in pods):
        return
    if not unexplained(traced, pods):
        return
    yield Found(
        message="the only selected pod has no IP address"
        if len(pods) == 1
        else f"none of the {len(pods)} selected pods has an IP address",
        path="status.podIPs",
        evidence=by_reason(traced, pods, why_no_address)[:5],
        fix=Fix(text="read in the pod's events what it waits for:", command=describe_pod(pods[0])),
        object=pod_reference(pods[0]),
        ports=traced.ports,
    )
