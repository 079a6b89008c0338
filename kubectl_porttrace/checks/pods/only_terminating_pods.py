"""PTP09: only pods that are being deleted still take traffic."""

from collections.abc import Iterator
from functools import partial

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod, list_workloads
from kubectl_porttrace.checks.phrases import by_workload, count, some
from kubectl_porttrace.checks.readiness import unready_pods
from kubectl_porttrace.checks.reasons import by_reason, kept_by, why_unready
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP09",
    "only-terminating-pods",
    severity="warning",
    certainty="kube-proxy",
    needs=("pods",),
    uses=("endpointslices",),
    scope="cluster",
)
def only_terminating_pods(traced: TracedService) -> Iterator[Found]:
    """No pod is ready, and all traffic goes to pods that are being deleted and still answer. It ends with them.

    Why: where a Service has no ready endpoint at all, kube-proxy falls back to those that are terminating and still
    pass their readiness probe. Their grace period runs, and when the last of them is gone connections are refused.

    See: `kubectl get pods -l KEY=VALUE` shows Terminating. The EndpointSlice has `ready: false`, `serving: true`,
    `terminating: true` for them.

    Fix: get new pods ready. So that it does not happen again: more replicas, a `maxUnavailable` that leaves some, a
    PodDisruptionBudget.
    """
    if traced.service.headless:
        return
    dying = tuple(port for port in traced.ports if any(_going(backend) for backend in port.usable))
    if not dying:
        return
    last = [backend for port in dying for backend in port.usable if _going(backend)]
    pods = {backend.pod.key: backend.pod for backend in last if backend.pod}
    # A pod has an address of each family, and a backend for each.
    going = {backend.pod.key if backend.pod else backend.ip for backend in last}
    families = [family for family in families_of(traced.service) if any(backend.family == family for backend in last)]
    waiting = unready_pods(traced)
    yield Found(
        message=f"no ready pod is left: {'/'.join(families)} traffic of {some([port.title for port in dying])} goes to "
        f"{count(len(going), 'pod')} being deleted",
        path="metadata.deletionTimestamp" if pods else "",
        evidence=(
            f"being deleted: {by_workload(traced, pods.values())}{kept_by(pods.values())}",
            *by_reason(traced, waiting, partial(why_unready, traced))[:4],
        ),
        fix=_fix(traced, waiting),
        object=pod_reference(next(iter(pods.values()))) if pods else None,
        ports=dying,
    )


def _fix(traced: TracedService, waiting: tuple[Pod, ...]) -> Fix:
    if waiting:
        return Fix(
            text="get the new pods ready; the conditions and events of the first one say what it waits for:",
            command=describe_pod(waiting[0]),
        )
    return Fix(
        text="make the workload create new pods: scale it up, or find out why it makes none; the workloads there are:",
        command=list_workloads(traced.service.namespace),
    )


def _going(backend: Backend) -> bool:
    """Whether it is used only because its family has no ready one (`pkg/proxy/topology.go:CategorizeEndpoints`)."""
    return backend.terminating and not backend.ready
