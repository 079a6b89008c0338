"""The pods of a workload, and the Services that know them."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.meta import ObjectMeta
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload, deployment_of

JOB_NAMES = ("job-name", "batch.kubernetes.io/job-name")
"""The labels a Job puts on its pods beside those of its template."""


def pods_of_workload(snapshot: Snapshot, kind: str, namespace: str, name: str) -> tuple[Pod, ...]:
    """The pods that a workload controls, those of a Deployment through its ReplicaSets; in manifests, its templates.

    Of the kind Pod it is the pod itself.
    """
    title = f"{kind}/{name}"
    here = snapshot.pods_in(namespace)
    if kind == "Pod":
        return tuple(pod for pod in here if pod.name == name and pod.template_of in {None, title})
    return tuple(pod for pod in here if pod.template_of == title or (kind, name) in _controllers(snapshot, pod))


def template_pod(workload: Workload) -> Pod | None:
    """A pod as its template makes it, without the labels that only running pods get; None where that was not read."""
    template = workload.template
    if template is None:
        return None
    labels = template.metadata.labels
    if workload.kind == "Job":
        labels = {**labels, **dict.fromkeys(JOB_NAMES, workload.name)}
    return Pod(
        metadata=ObjectMeta(name=workload.name, namespace=workload.namespace, labels=labels),
        spec=template.spec,
        template_of=workload.title,
    )


def pods_or_template(snapshot: Snapshot, kind: str, namespace: str, name: str) -> tuple[Pod, ...]:
    """The pods of a workload; where it has none, its template in their place."""
    pods = pods_of_workload(snapshot, kind, namespace, name)
    workload = None if pods else snapshot.workload(kind, namespace, name)
    template = template_pod(workload) if workload else None
    return (template,) if template else pods


def services_reaching(snapshot: Snapshot, namespace: str, pods: Iterable[Pod]) -> tuple[Service, ...]:
    """The Services of a namespace that select one of some pods, or whose slices hold one, by name."""
    pods = tuple(pods)
    names = {pod.name for pod in pods if not pod.is_template}
    found = {service.key: service for pod in pods for service in snapshot.selecting.services(pod)}
    for slice_ in snapshot.endpoint_slices:
        service = snapshot.service(namespace, slice_.service_name or "") if slice_.namespace == namespace else None
        held = (each.target_ref for each in slice_.endpoints)
        if service is not None and any(each and each.kind == "Pod" and each.name in names for each in held):
            found.setdefault(service.key, service)
    return tuple(found[key] for key in sorted(found) if not found[key].external)


def _controllers(snapshot: Snapshot, pod: Pod) -> Iterator[tuple[str, str]]:
    """What controls a pod, and what controls that; a ReplicaSet that was not read tells its Deployment by its name."""
    controller = pod.metadata.controller
    if controller is None:
        return
    yield controller.kind, controller.name
    read = snapshot.workload(controller.kind, pod.namespace, controller.name)
    above = read.metadata.controller if read else None
    if above is not None:
        yield above.kind, above.name
    elif read is None and controller.kind == "ReplicaSet":
        deployment = deployment_of(controller.name, pod)
        if deployment is not None:
            yield "Deployment", deployment
