"""What the next revision of the workloads behind a Service makes of a port: their templates beside their pods."""

from collections.abc import Iterable

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import (
    CONTROLLER_REVISION_HASH,
    POD_TEMPLATE_GENERATION,
    REVISION,
    TEMPLATE_GENERATION,
    Workload,
)
from kubectl_porttrace.model.written_number import whole_number
from kubectl_porttrace.trace.find_port import declaring, find_port
from kubectl_porttrace.trace.port import PodResolution, TracedPort
from kubectl_porttrace.trace.service import TracedService

ROLLING = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
"""The kinds that replace their pods when their template changes."""


class LosingWorkload(msgspec.Struct, frozen=True):
    """A workload whose pods have the name a port looks up, and whose template has it no more.

    Attributes:
        workload: the workload.
        template: a pod as its template makes it.
        pods: its pods of an older revision, on which the name resolves.
        number: what the name is on all of them, where the template declares that number still; else None.
    """

    workload: Workload
    template: Pod
    pods: tuple[Pod, ...]
    number: int | None

    @property
    def rolling(self) -> bool:
        """Whether the pods are replaced without anyone's doing."""
        return not self.workload.spec.paused and self.workload.spec.update_strategy.type != "OnDelete"


def losing_workloads(traced: TracedService, port: TracedPort) -> tuple[LosingWorkload, ...]:
    """The workloads that lose the name of a port with the revision they are about to roll out."""
    if not any(_without_name(owner.workload, port) for owner, _ in traced.pods_by_owner):
        return ()
    by_owner: dict[str, list[PodResolution]] = {}
    for entry in port.resolutions:
        if not entry.pod.terminating:
            by_owner.setdefault(traced.owner(entry.pod).title, []).append(entry)
    found = (_losing(traced, port, entries) for entries in by_owner.values())
    return tuple(losing for losing in found if losing is not None)


def keeps_name(traced: TracedService, port: TracedPort, losing: Iterable[LosingWorkload]) -> bool:
    """Whether the name resolves on a pod of anything else, or will once that has pods."""
    titles = {each.workload.title for each in losing}
    if any(not entry.pod.terminating and traced.owner(entry.pod).title not in titles for entry in port.resolved):
        return True
    service = traced.service
    others = traced.snapshot.template_labels.with_all(service.namespace, service.spec.selector)
    return any(
        other.title not in titles
        and other.wanted_pods != 0
        and other.metadata.controller is None
        and (template := _template(other)) is not None
        and find_port(template, port.spec) is not None
        for other in others
    )


def _losing(traced: TracedService, port: TracedPort, entries: Iterable[PodResolution]) -> LosingWorkload | None:
    entries = tuple(entries)
    workload = traced.owner(entries[0].pod).workload
    template = _without_name(workload, port)
    if workload is None or template is None:
        return None
    older = [entry for entry in entries if _is_older(traced, workload, entry.pod)]
    newer = [entry for entry in entries if entry not in older]
    if any(entry.resolution for entry in newer):
        return None
    having = [entry for entry in older if entry.resolution and (newer or _of_template(entry, template))]
    if not having:
        return None
    numbers = {entry.resolution.number for entry in having if entry.resolution}
    same = numbers.pop() if len(numbers) == 1 else None
    still = same is not None and declaring(template.spec, same, port.spec.protocol) is not None
    return LosingWorkload(workload, template, tuple(entry.pod for entry in having), same if still else None)


def _without_name(workload: Workload | None, port: TracedPort) -> Pod | None:
    """A pod as the template of a workload makes it that replaces its pods, where the name of a port is not on it."""
    template = _template(workload) if workload and workload.kind in ROLLING else None
    # Pods below a partition keep their revision, also when they are made again.
    if workload is None or template is None or workload.spec.update_strategy.rolling_update.partition:
        return None
    return template if find_port(template, port.spec) is None else None


def _template(workload: Workload) -> Pod | None:
    template = workload.template
    return Pod(metadata=template.metadata, spec=template.spec) if template else None


def _of_template(entry: PodResolution, template: Pod) -> bool:
    """Whether the container that has the name is one of the template's.

    One that an admission webhook puts into every pod is in no template, and the next pods will have it too.
    """
    declaration = entry.resolution.declaration if entry.resolution else None
    names = {container.name for container in template.spec.all_containers}
    return declaration is not None and declaration.container.name in names


def _is_older(traced: TracedService, workload: Workload, pod: Pod) -> bool:
    """Whether a pod was made from an older template than the workload has now; never where that is not known.

    A paused Deployment gives its new template no revision, and no controller has one before it has seen the change.

    Source: `pkg/controller/deployment/sync.go:getAllReplicaSetsAndSyncRevision`,
    `pkg/controller/statefulset/stateful_set_utils.go:getPodRevision`,
    `pkg/controller/daemon/util/daemonset_util.go:IsPodUpdated`.
    """
    metadata, status = workload.metadata, workload.status
    if workload.spec.paused or 0 < status.observed_generation < metadata.generation:
        return True
    if workload.kind == "Deployment":
        revision, newest = traced.owner(pod).revision, whole_number(metadata.annotations.get(REVISION, ""))
        return revision is not None and newest is not None and revision < newest
    if workload.kind == "StatefulSet":
        revision_hash = pod.labels.get(CONTROLLER_REVISION_HASH, "")
        return bool(revision_hash and status.update_revision) and revision_hash != status.update_revision
    generation = metadata.annotations.get(TEMPLATE_GENERATION, "")
    return bool(generation) and pod.labels.get(POD_TEMPLATE_GENERATION, generation) != generation
