"""The object to change: the workload whose template made a pod, or the pod itself where nothing made it."""

from collections.abc import Iterable

from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService


def maker_of(traced: TracedService, pod: Pod) -> ObjectReference:
    """The top-level workload of a pod, or the pod."""
    kind, _, name = traced.owner(pod).title.partition("/")
    return ObjectReference(kind=kind, namespace=pod.namespace, name=name)


def only_maker(traced: TracedService, pods: Iterable[Pod]) -> ObjectReference | None:
    """The workload that made all of these pods; None where several did, so that the Service is the object."""
    makers = {maker_of(traced, pod) for pod in pods}
    return makers.pop() if len(makers) == 1 else None


def path_in_maker(traced: TracedService, pod: Pod, path: str) -> str:
    """A field path of a pod as it reads in the object that `maker_of` names.

    Args:
        traced: the Service the pod is behind.
        pod: the pod.
        path: the path in the pod, as in `spec.containers[0].ports[1].name`.
    """
    kind = traced.owner(pod).title.partition("/")[0]
    if kind == "Pod":
        return path
    return f"spec.jobTemplate.spec.template.{path}" if kind == "CronJob" else f"spec.template.{path}"
