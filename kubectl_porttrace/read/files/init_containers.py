"""What a saved snapshot has of init containers: of commands and environment nothing but the Services they name."""

from collections.abc import Iterator

from msgspec.structs import replace

from kubectl_porttrace.model.container import InitContainer
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.named_hosts import service_of
from kubectl_porttrace.model.pod import Pod, PodSpec
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload


def without_commands(snapshot: Snapshot, each: KubernetesObject) -> KubernetesObject:
    """The object without the commands and environments of its init containers.

    Of a pod whose init container has not ended well, the names remain of the Services that a finding may tell of:
    those there are, and those that are known not to exist.
    """
    if isinstance(each, Pod) and each.spec.init_containers:
        unfinished = () if each.ready else each.unfinished_init_containers
        told = {container.name: tuple(_told(snapshot, each.namespace, container)) for container in unfinished}
        return replace(each, spec=_silent(each.spec, told))
    if isinstance(each, Workload) and each.spec.template is not None:
        template = each.spec.template
        return replace(each, spec=replace(each.spec, template=replace(template, spec=_silent(template.spec, {}))))
    if isinstance(each, Workload) and each.template is not None:
        job = each.spec.job_template
        template = replace(each.template, spec=_silent(each.template.spec, {}))
        return replace(
            each, spec=replace(each.spec, job_template=replace(job, spec=replace(job.spec, template=template)))
        )
    return each


def _silent(spec: PodSpec, told: dict[str, tuple[str, ...]]) -> PodSpec:
    """The spec with nothing of each init container's command line but, as options, the hosts that are told of."""
    kept = (replace(each, command=(), args=told.get(each.name, ()), env=()) for each in spec.init_containers)
    return replace(spec, init_containers=tuple(kept))


def _told(snapshot: Snapshot, namespace: str, container: InitContainer) -> Iterator[str]:
    names = sorted({name for host in container.hosts if (name := service_of(host, namespace))})
    for name in names:
        if snapshot.service(namespace, name) is not None or snapshot.holds_all("services", namespace):
            yield f"--host={name}"
