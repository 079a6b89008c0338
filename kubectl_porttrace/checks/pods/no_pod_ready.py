"""PTP07: pods are there, and none of them is ready."""

from collections.abc import Iterator, Sequence
from functools import partial

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.reasons import by_reason, only_reason, why_unready
from kubectl_porttrace.checks.subjects import READY, pod_reference
from kubectl_porttrace.checks.unready import unexplained
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP07",
    "no-pod-ready",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    scope="cluster",
    causes=("PTD01",),
)
def no_pod_ready(traced: TracedService) -> Iterator[Found]:
    """The Service selects pods, and none of them is ready, so none gets traffic.

    Why: a pod gets traffic only while its Ready condition is True: every container and every sidecar ready, every
    readiness gate met. One that is not stays in the EndpointSlice with `ready: false`, and kube-proxy skips it. With
    none left, connections are refused.

    See: `kubectl get pods -l KEY=VALUE` shows READY 0/1. `kubectl describe pod` shows the conditions and, under
    Events, what the probes answered; `kubectl logs --previous` what a restarted container said last.

    Fix: mend what the reasons name: the container that fails, the probe that does not pass, the readiness gate that
    is not met.
    """
    if not traced.eligible_pods or traced.ready_pods:
        return
    if not traced.service.headless and any(pod.terminating and pod.ready for pod in traced.eligible_pods):
        return
    pods = tuple(pod for pod in traced.pods or () if not pod.terminal)
    living = tuple(pod for pod in pods if not pod.terminating)
    unknown = unexplained(traced, living)
    if living and not unknown:
        return
    yield Found(
        message=f"{_how_many(pods)}{only_reason(traced, unknown or pods)}",
        path=READY,
        evidence=by_reason(traced, pods, partial(why_unready, traced))[:5],
        fix=Fix(
            text="read in the conditions and events of the first pod why it is not ready:",
            command=describe_pod((unknown or pods)[0]),
        ),
        object=pod_reference((unknown or pods)[0]),
        ports=traced.ports,
    )


def _how_many(pods: Sequence[Pod]) -> str:
    return (
        "the only selected pod is not ready"
        if len(pods) == 1
        else f"none of the {count(len(pods), 'selected pod')} is ready"
    )
