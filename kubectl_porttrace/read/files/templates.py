"""The pods of manifests: templates stand for the pods that will be made of them."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from kubectl_porttrace.model.meta import ObjectMeta
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import POD_NAME, Workload
from kubectl_porttrace.model.workload_pods import template_pod

MOST_REPLICAS = 100

ObjectKey = tuple[str, str, str]
"""Kind, namespace and name."""


def pods_of_manifests(
    workloads: Iterable[Workload], pods: Sequence[Pod], services: Sequence[Service]
) -> tuple[Pod, ...]:
    """The pods of manifests: live ones as they are, and templates for those that do not exist yet.

    A workload whose pods are among the files needs no template, nor does one that another workload of the files
    makes. A Pod without status is its own template.

    Args:
        workloads: the workloads of the files.
        pods: the Pods of the files.
        services: the Services of the files; where one selects a pod of a StatefulSet by name, each of its pods gets a
            template of its own.
    """
    listed = tuple(workloads)
    makers = _with_pods(listed, pods)
    present = {(each.kind, *each.key) for each in listed}
    chosen = {(each.namespace, each.spec.selector[POD_NAME]) for each in services if POD_NAME in each.spec.selector}
    return (
        *(_pod(pod) for pod in pods),
        *(
            template
            for workload in listed
            if (workload.kind, *workload.key) not in makers and not _made_by(workload, present)
            for template in _templates(workload, chosen)
        ),
    )


def _pod(pod: Pod) -> Pod:
    live = pod.status.phase or pod.ips or pod.status.conditions
    return pod if live else replace(pod, template_of=f"Pod/{pod.name}")


def _with_pods(workloads: Sequence[Workload], pods: Iterable[Pod]) -> frozenset[ObjectKey]:
    """The workloads that own a pod of the files, or own what owns one."""
    above = {(each.kind, *each.key): owner for each in workloads for owner in _owners(each.metadata)}
    found: set[ObjectKey] = set()
    for pod in pods:
        for owner in _owners(pod.metadata):
            current: ObjectKey | None = owner
            while current is not None and current not in found:
                found.add(current)
                current = above.get(current)
    return frozenset(found)


def _owners(metadata: ObjectMeta) -> Iterator[ObjectKey]:
    if metadata.controller is not None:
        yield metadata.controller.kind, metadata.namespace, metadata.controller.name


def _made_by(workload: Workload, present: Iterable[ObjectKey]) -> bool:
    """Whether its template is that of another workload of the files, or the past: a ReplicaSet scaled to nothing."""
    owner = next(_owners(workload.metadata), None)
    return owner is not None and (owner in present or workload.spec.replicas == 0)


def _templates(workload: Workload, chosen: Iterable[tuple[str, str]]) -> Iterator[Pod]:
    whole = template_pod(workload)
    if whole is None:
        return
    names = _pod_names(workload) if workload.kind == "StatefulSet" else ()
    if not any((workload.namespace, name) in chosen for name in names):
        yield whole
        return
    for name in names:
        metadata = replace(whole.metadata, name=name, labels={**whole.labels, POD_NAME: name})
        yield replace(whole, metadata=metadata)


def _pod_names(workload: Workload) -> tuple[str, ...]:
    return tuple(f"{workload.name}-{ordinal}" for ordinal in workload.ordinals[:MOST_REPLICAS])
