"""Which workloads behind a Service are scaled to zero, and leave it without pods."""

from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.makers import makers
from kubectl_porttrace.trace.service import TracedService


def idle_workloads(traced: TracedService) -> tuple[Workload, ...]:
    """The workloads of the selected pods that are to have none; nothing while a pod is there that is to stay.

    Where all that there are have ended or are being deleted, another workload may still have to make its own.
    """
    if not traced.service.selects or traced.pods is None or traced.living_pods:
        return ()
    making = makers(traced.snapshot, traced.service.namespace, traced.service.spec.selector)
    if traced.pods and any(workload.wanted_pods != 0 for workload in making):
        return ()
    return tuple(workload for workload in making if workload.spec.replicas == 0)
