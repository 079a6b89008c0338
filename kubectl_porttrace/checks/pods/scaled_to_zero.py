"""PTP04: the workload behind the Service has no replicas."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import pairs, some
from kubectl_porttrace.checks.reasons import by_reason, why_leaving
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.idle import idle_workloads
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP04",
    "scaled-to-zero",
    severity="error",
    certainty="kube-proxy",
    needs=("pods", "deployments", "statefulsets"),
    uses=("replicasets",),
    scope="cluster",
    causes=("PTP01", "PTP02", "PTP03", "PTP05", "PTP07", "PTP09", "PTP27", "PTD01"),
)
def scaled_to_zero(traced: TracedService) -> Iterator[Found]:
    """The workload whose pods the Service selects is scaled to zero, so the Service has no endpoints, or soon none.

    Why: with `replicas: 0` there is no pod to select. The Service keeps its address, and connections to it are
    refused. An autoscaler that scales to zero has the same effect. Pods that are still being deleted may get
    traffic until they are gone; a pod with a finalizer stays in the list until the finalizer is removed. Where
    OpenShift has idled the Service, it holds a request until a pod is there: a warning, and the verdict unknown.

    See: `kubectl get deployments,statefulsets` shows READY 0/0; `kubectl get pods -o
    custom-columns=NAME:.metadata.name,FINALIZERS:.metadata.finalizers` shows which pods a finalizer keeps.

    Fix: `kubectl scale` the workload up. Where an autoscaler or a GitOps tool sets the number, change it there.
    """
    idle = idle_workloads(traced)
    if not idle:
        return
    titles = [workload.title for workload in idle]
    yield Found(
        message=f"the {'workload' if len(idle) == 1 else 'workloads'} behind the Service "
        f"{'is' if len(idle) == 1 else 'are'} scaled to 0 replicas: {some(titles)}",
        path="spec.replicas",
        evidence=(
            *(
                f"the template of {each.title} has {pairs(each.template_labels)}, spec.replicas is 0"
                for each in idle[:3]
            ),
            *by_reason(traced, traced.pods or (), why_leaving)[:3],
        ),
        fix=Fix(text=f"scale up {some([_scaled(workload) for workload in idle])}"),
        object=ObjectReference(kind=idle[0].kind, namespace=idle[0].namespace, name=idle[0].name),
        ports=traced.ports,
    )


def _scaled(workload: Workload) -> str:
    """The workload, and what would scale it back where an operator controls it."""
    above = workload.metadata.controller
    return f"{workload.title} (in {above.kind}/{above.name}, which controls it)" if above else workload.title
