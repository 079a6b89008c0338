"""Workloads, and who reaches their ports."""

from kubectl_porttrace.report.v1.pods import PodCount, PodOutside
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import ContainerKind, ProbeKind, VerdictWord


class Reach(ReportValue, frozen=True):
    """A Service port that ends at a port of a workload.

    `verdict` is that of the Service port, but broken where none of the workload's pods gets traffic of it.
    """

    service: str
    port: int
    protocol: str
    node_port: int | None
    verdict: VerdictWord


class WorkloadPort(ReportValue, frozen=True):
    """A port of a workload's pods: declared by a container, or reached by its number alone."""

    container: str | None
    container_kind: ContainerKind | None
    name: str
    number: int
    protocol: str
    host_port: int | None
    declared: bool
    reached_by: tuple[Reach, ...]
    probes: tuple[ProbeKind, ...]


class Rollout(ReportValue, frozen=True):
    """The Services that pods made from the workload's present template enter, or no longer belong to."""

    enters: tuple[str, ...]
    leaves: tuple[str, ...]


class WorkloadTrace(ReportValue, frozen=True):
    """A pod, or the pods of a workload; `pods` is null where they could not be read, `rollout` where none is known.

    `services` are those that select one of its pods or hold one in their slices: the report has them in full.
    `foreseen` says that it is from manifests, and that nothing of it runs.
    """

    kind: str
    namespace: str
    name: str
    pods: PodCount | None
    foreseen: bool
    ports: tuple[WorkloadPort, ...]
    services: tuple[str, ...]
    outside: tuple[PodOutside, ...]
    rollout: Rollout | None
    findings: tuple[str, ...]
