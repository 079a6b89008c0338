"""The pods and workloads of a Snapshot that a Question asks about; and what to say where they are not there."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.diagnose.near_names import hint_of_names
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question, WorkloadTarget


class WorkloadKey(msgspec.Struct, frozen=True, order=True):
    """What names a pod or workload."""

    kind: str
    namespace: str
    name: str


class AskedWorkloads(msgspec.Struct, frozen=True):
    """Those asked about, by kind, namespace and name; and of each target that does not exist, that it does not."""

    workloads: tuple[WorkloadKey, ...]
    not_found: tuple[NotFoundError, ...] = ()


def asked_workloads(snapshot: Snapshot, question: Question) -> AskedWorkloads:
    """What a Question asks about. One target that does not exist keeps nothing from the others."""
    asked: set[WorkloadKey] = set()
    not_found: list[NotFoundError] = []
    for target in question.workloads:
        there = [key for key in _of_kind(snapshot, target.kind) if question.namespace in {None, key.namespace}]
        named = {key for key in there if key.name == target.name}
        if not named:
            not_found.append(_no_workload(target, (key.name for key in there), question.namespace))
        asked |= named
    return AskedWorkloads(tuple(sorted(asked)), tuple(not_found))


def _of_kind(snapshot: Snapshot, kind: str) -> Iterator[WorkloadKey]:
    if kind == "Pod":
        for pod in snapshot.pods:
            if pod.template_of in {None, f"Pod/{pod.name}"}:
                yield WorkloadKey("Pod", pod.namespace, pod.name)
        return
    for workload in snapshot.workloads:
        if workload.kind == kind:
            yield WorkloadKey(kind, workload.namespace, workload.name)


def _no_workload(target: WorkloadTarget, names: Iterator[str], namespace: str | None) -> NotFoundError:
    where = f' in namespace "{namespace}"' if namespace else ""
    hint = hint_of_names(target.name, names, f"{target.kind}s", namespace)
    return NotFoundError(f'{target.kind.lower()} "{target.name}" not found{where}', hint)
