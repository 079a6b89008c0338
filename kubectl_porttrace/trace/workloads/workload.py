"""One workload, or one pod, followed: everything the checks of it and the report on it are made from."""

from collections.abc import Hashable
from functools import cached_property

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.model.workload_pods import pods_of_workload, pods_or_template, services_reaching
from kubectl_porttrace.trace.owners import Owner, owner_of
from kubectl_porttrace.trace.service import TracedService, TraceService, trace_service
from kubectl_porttrace.trace.workloads.outside import Outside, pods_outside
from kubectl_porttrace.trace.workloads.ports import WorkloadPort, ports_of
from kubectl_porttrace.trace.workloads.rollout import Rollout, rollout_of


class TracedWorkload(msgspec.Struct, frozen=True, dict=True):
    """A pod, or the pods of a workload, with who reaches their ports.

    Attributes:
        snapshot: what was read.
        kind: as in `kind:`; Pod for a pod asked for by its name.
        namespace: its namespace.
        name: its name.
        workload: the workload; None for a pod.
        pods: its pods; None where pods were not read.
        shapes: what its ports are judged by: its pods, or its template where it has none.
        services: the Services that select one of these, or whose slices hold one.
        ports: the ports that are declared or reached.
        outside: its pods that are in no slice of one of these Services, and why.
        rollout: the Services that the pods of its present template enter or leave; None where that is not known.
    """

    snapshot: Snapshot
    kind: str
    namespace: str
    name: str
    workload: Workload | None
    pods: tuple[Pod, ...] | None
    shapes: tuple[Pod, ...]
    services: tuple[TracedService, ...]
    ports: tuple[WorkloadPort, ...]
    outside: tuple[Outside, ...]
    rollout: Rollout | None

    @property
    def title(self) -> str:
        """Kind and name, as in `Deployment/web`."""
        return f"{self.kind}/{self.name}"

    @property
    def drifting(self) -> bool:
        """Whether the slices of a Service that reaches it differ from what they should be."""
        return any(service.drifting for service in self.services)

    @property
    def converging(self) -> bool:
        """Whether the slices of a Service that reaches it are still catching up with a change."""
        return any(service.converging for service in self.services)

    @property
    def foreseen(self) -> bool:
        """Whether nothing of it runs: it is in manifests, and its pods did not come with them."""
        return not self.snapshot.recorded and all(pod.is_template for pod in self.shapes)

    @property
    def ready_pods(self) -> int:
        """How many of its pods are ready and not being deleted; a template counts as ready."""
        return sum(pod.is_template or (pod.ready and not pod.terminating) for pod in self.pods or ())

    @cached_property
    def alike_pods(self) -> tuple[tuple[Pod, ...], ...]:
        """The pods that are to serve, or the template; those with the same containers together."""
        groups: dict[Hashable, list[Pod]] = {}
        for pod in self.shapes:
            if not pod.terminal and not pod.terminating:
                groups.setdefault(pod.spec.shape, []).append(pod)
        return tuple(map(tuple, groups.values()))

    def owner(self, pod: Pod) -> Owner:
        """The top-level workload a pod belongs to."""
        return owner_of(self.snapshot, pod)


def trace_workload(
    snapshot: Snapshot, kind: str, namespace: str, name: str, trace: TraceService = trace_service
) -> TracedWorkload:
    """Follow the ports of a workload, or of a pod, back to the Services that reach them.

    Args:
        snapshot: what was read.
        kind: as in `kind:`.
        namespace: its namespace.
        name: its name.
        trace: what follows a Service; for several workloads of one Service, one that does so once.
    """
    shapes = pods_or_template(snapshot, kind, namespace, name)
    readable = kind == "Pod" or snapshot.was_read("pods", namespace)
    pods = pods_of_workload(snapshot, kind, namespace, name) if readable else None
    workload = snapshot.workload(kind, namespace, name)
    services = tuple(trace(snapshot, service) for service in services_reaching(snapshot, namespace, shapes))
    return TracedWorkload(
        snapshot=snapshot,
        kind=kind,
        namespace=namespace,
        name=name,
        workload=workload,
        pods=pods,
        shapes=shapes,
        services=services,
        ports=ports_of(shapes, services),
        outside=pods_outside(pods or (), services),
        rollout=rollout_of(snapshot, workload, pods or ()),
    )
