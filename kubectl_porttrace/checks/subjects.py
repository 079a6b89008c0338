"""The object to change: the workload whose template made a pod, or the pod itself where nothing made it."""

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.report.values import ObjectReference
from kubectl_porttrace.trace.service import TracedService


def maker_of(traced: TracedService, pod: Pod) -> ObjectReference:
    """The top-level workload of a pod, or the pod."""
    kind, _, name = traced.owner(pod).title.partition("/")
    return ObjectReference(kind=kind, namespace=pod.namespace, name=name)


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
