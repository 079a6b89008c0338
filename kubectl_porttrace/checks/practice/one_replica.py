"""PTG06: a Service with one replica behind it."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.good_practice import can_take_advice, workloads_behind
from kubectl_porttrace.findings import Fix, ObjectReference, SharedCause
from kubectl_porttrace.trace.service import TracedService


@check("PTG06", "one-replica", severity="note", certainty="certain", needs=("pods", "deployments"))
def one_replica(traced: TracedService) -> Iterator[Found]:
    """The Service leads to one Deployment, and that asks for one replica.

    Why: while this pod is being replaced, by a node's maintenance, an eviction or a crash, the Service has no backend
    and connections are refused. A second replica bridges that. Not every program can run twice: one that writes to a
    ReadWriteOnce volume, or that keeps a queue of its own, may not. StatefulSets, and what operators or autoscalers to
    zero look after, are left out.

    See: `kubectl get deployment NAME`.

    Fix: find out whether the program may run twice; if so, ask for two replicas, or raise minReplicas where an
    autoscaler decides.
    """
    workloads = workloads_behind(traced, traced.living_pods) if can_take_advice(traced) else ()
    if len(workloads) != 1 or workloads[0].kind != "Deployment" or workloads[0].wanted_pods != 1:
        return
    workload = workloads[0]
    message = f"{workload.title} asks for one replica, so that there is no backend while its pod is being replaced"
    yield Found(
        message=message,
        path="spec.replicas",
        object=ObjectReference(kind=workload.kind, namespace=workload.namespace, name=workload.name),
        fix=Fix(
            text="find out whether the program may run twice: a ReadWriteOnce volume or a queue of its own are against "
            "it; if it may, set replicas 2, or minReplicas of its autoscaler"
        ),
        ports=traced.ports,
        shared=SharedCause(key=f"{workload.namespace}/{workload.title}", message=message, whole=True),
    )
