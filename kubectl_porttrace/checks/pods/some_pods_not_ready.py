"""PTP08: some of the pods are not ready."""

from collections.abc import Iterator, Sized
from functools import partial

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.readiness import unready_pods
from kubectl_porttrace.checks.reasons import by_reason, only_reason, why_unready
from kubectl_porttrace.checks.subjects import READY, pod_reference
from kubectl_porttrace.checks.unready import unexplained
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP08",
    "some-pods-not-ready",
    severity="warning",
    certainty="kube-proxy",
    needs=("pods",),
    scope="cluster",
)
def some_pods_not_ready(traced: TracedService) -> Iterator[Found]:
    """Some of the pods the Service selects are not ready and get no traffic; the others get all of it.

    Why: a pod gets traffic only while its Ready condition is True. During a rollout some pods are not ready for a
    moment; otherwise the ready pods carry the traffic of those that are not.

    See: `kubectl get pods -l KEY=VALUE`; `kubectl describe pod` shows the conditions and what the probes answered.

    Fix: mend what the reasons name: the container that fails, the probe that does not pass, the readiness gate that
    is not met.
    """
    unready = unexplained(traced, unready_pods(traced)) if traced.ready_pods else ()
    if not unready:
        return
    yield Found(
        message=f"{len(unready)} of {count(len(traced.living_pods), 'selected pod')} "
        f"{'is' if len(unready) == 1 else 'are'} not ready{only_reason(traced, unready) or _no_traffic(unready)}",
        path=READY,
        evidence=by_reason(traced, unready, partial(why_unready, traced))[:5],
        fix=Fix(
            text="read in the conditions and events of the first pod why it is not ready:",
            command=describe_pod(unready[0]),
        ),
        object=pod_reference(unready[0]),
        ports=traced.ports,
    )


def _no_traffic(pods: Sized) -> str:
    return f" and get{'s' if len(pods) == 1 else ''} no traffic"
