"""The object to change: the workload whose template made a pod, or the pod itself where nothing made it."""

from collections.abc import Iterable

from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import KnowsOwners
from kubectl_porttrace.trace.written_where import written_where

READY = 'status.conditions[?(@.type=="Ready")]'
"""Where a pod says whether it is ready."""


def pod_reference(pod: Pod) -> ObjectReference:
    """The pod itself: only it has a status, and what was added to it when it was made."""
    return ObjectReference(kind="Pod", namespace=pod.namespace, name=pod.name)


def maker_of(traced: KnowsOwners, pod: Pod) -> ObjectReference:
    """The top-level workload of a pod, or the pod."""
    kind, _, name = traced.owner(pod).title.partition("/")
    return ObjectReference(kind=kind, namespace=pod.namespace, name=name)


def template_of(traced: KnowsOwners, pod: Pod) -> str:
    """Where to change what a pod is made of: `the template of Deployment/web`; `Pod/web-0` where nothing made it."""
    maker = maker_of(traced, pod)
    title = f"{maker.kind}/{maker.name}"
    return title if maker.kind == "Pod" else f"the template of {title}"


def only_maker(traced: KnowsOwners, pods: Iterable[Pod]) -> ObjectReference | None:
    """The workload that made all of these pods; None where several did, so that the Service is the object."""
    makers = {maker_of(traced, pod) for pod in pods}
    return makers.pop() if len(makers) == 1 else None


def written_in(traced: KnowsOwners, pod: Pod, path: str) -> tuple[ObjectReference, str]:
    """Where a field of a container is written: the object, and the field's path in it (`trace/written_where.py`)."""
    found = written_where(traced, pod, path)
    return ObjectReference(kind=found.kind, namespace=pod.namespace, name=found.name), found.path
