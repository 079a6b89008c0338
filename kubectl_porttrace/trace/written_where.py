"""Where a field of a container is written: in the workload whose template made the pod, or in the pod itself."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import KnowsOwners

_TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"), "spec.template"),
        **dict.fromkeys(("ReplicationController", "Job"), "spec.template"),
        "CronJob": "spec.jobTemplate.spec.template",
    }
)
_CONTAINER = r"spec\.(?P<field>containers|initContainers)\[(?P<place>\d+)\](?P<rest>.*)"


class WrittenWhere(msgspec.Struct, frozen=True):
    """An object of the pod's namespace, and the path of the field in it."""

    kind: str
    name: str
    path: str


def written_where(traced: KnowsOwners, pod: Pod, path: str) -> WrittenWhere:
    """Where a field of a container is written: the object, and the field's path in it.

    That is the template the pod was made from, unless the template is known not to have the container like this: one
    that an admission webhook added, or a template changed since. A maker that is no workload of Kubernetes' own may
    keep its template anywhere. In these cases it is the pod.

    Args:
        traced: the subject the pod belongs to.
        pod: the pod.
        path: the path in the pod, as in `spec.containers[0].ports[1].name`.
    """
    kind, _, name = traced.owner(pod).title.partition("/")
    place = _in_template(traced, pod, path)
    if kind not in _TEMPLATES or place is None:
        return WrittenWhere("Pod", pod.name, path)
    return WrittenWhere(kind, name, f"{_TEMPLATES[kind]}.{place}")


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
