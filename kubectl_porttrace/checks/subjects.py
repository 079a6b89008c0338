"""The object to change: the workload whose template made a pod, or the pod itself where nothing made it."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import KnowsOwners

READY = 'status.conditions[?(@.type=="Ready")]'
"""Where a pod says whether it is ready."""

_TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"), "spec.template"),
        **dict.fromkeys(("ReplicationController", "Job"), "spec.template"),
        "CronJob": "spec.jobTemplate.spec.template",
    }
)
_CONTAINER = r"spec\.(?P<field>containers|initContainers)\[(?P<place>\d+)\](?P<rest>.*)"


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
    """Where a field of a container is written: the object, and the field's path in it.

    That is the template the pod was made from, unless the template is known not to have the container like this: one
    that an admission webhook added, or a template changed since. A maker that is no workload of Kubernetes' own may
    keep its template anywhere. In these cases it is the pod.

    Args:
        traced: the subject the pod belongs to.
        pod: the pod.
        path: the path in the pod, as in `spec.containers[0].ports[1].name`.
    """
    maker = maker_of(traced, pod)
    place = _in_template(traced, pod, path)
    if maker.kind not in _TEMPLATES or place is None:
        return pod_reference(pod), path
    return maker, f"{_TEMPLATES[maker.kind]}.{place}"


def _in_template(traced: KnowsOwners, pod: Pod, path: str) -> str | None:
    """A path as it reads in the template, whose containers may stand in another order; None if it is not there."""
    workload, found = traced.owner(pod).workload, re.fullmatch(_CONTAINER, path)
    template = workload.template if workload else None
    if template is None or found is None:
        return path
    containers = {
        "containers": (pod.spec.containers, template.spec.containers),
        "initContainers": (pod.spec.init_containers, template.spec.init_containers),
    }
    has, wanted = containers[found["field"]]
    container = _but_for_its_image(has[int(found["place"])])
    alike = [place for place, each in enumerate(wanted) if _but_for_its_image(each) == container]
    return f"spec.{found['field']}[{alike[0]}]{found['rest']}" if alike else None


def _but_for_its_image(container: Container) -> Container:
    """Admission webhooks rewrite images, and that leaves the rest where it is written."""
    return replace(container, image="")
