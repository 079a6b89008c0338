"""What the API server would refuse of a file: fields that cannot be changed, and templates that nobody owns."""

from collections.abc import Iterator

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import PodTemplate, Workload
from kubectl_porttrace.overlay.templates import may_be_of, same_template

WITH_SELECTOR = frozenset({"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"})


def refusals(written: KubernetesObject, earlier: KubernetesObject | None) -> Iterator[str]:
    """Why the API server would not take an object of a file, a sentence for each reason.

    Args:
        written: what the file holds.
        earlier: what the cluster has of the same kind and name; None for nothing.
    """
    if isinstance(written, Workload):
        yield from _of_workload(written, earlier if isinstance(earlier, Workload) else None)
    if isinstance(written, Service) and isinstance(earlier, Service):
        yield from _of_service(written, earlier)
    if isinstance(written, Pod) and isinstance(earlier, Pod):
        as_template = PodTemplate(metadata=written.metadata, spec=written.spec)
        if not may_be_of(earlier, PodTemplate(spec=as_template.spec)):
            yield "the containers of a pod cannot be changed once it runs"


def _of_service(written: Service, earlier: Service) -> Iterator[str]:
    """Cluster IPs stay, but for a Service that becomes or was an ExternalName (`ValidateServiceUpdate`)."""
    given, had = written.spec.cluster_ip, earlier.spec.cluster_ip
    if given and had and given != had and not written.external and not earlier.external:
        yield f"spec.clusterIP cannot be changed from {had} to {given}"
    one, other = written.spec.load_balancer_class, earlier.spec.load_balancer_class
    if one and one != other and written.spec.type == "LoadBalancer" == earlier.spec.type:
        yield f"spec.loadBalancerClass cannot be changed from {other or 'none'} to {one}"


def _of_workload(written: Workload, earlier: Workload | None) -> Iterator[str]:
    """Selectors stay, and select what the template makes (`ValidateDeploymentUpdate` and its like)."""
    selector, template = written.spec.selector, written.template
    had = earlier.spec.selector if earlier else None
    if written.kind in WITH_SELECTOR:
        if selector and had and selector != had:
            yield f"spec.selector cannot be changed from {had} to {selector}"
        elif selector and template and not selector.matches(template.metadata.labels):
            yield f"spec.selector wants {selector}, which the labels of its template do not meet"
    if earlier and written.kind == "StatefulSet" and earlier.template is not None:
        one, other = written.spec.service_name, earlier.spec.service_name
        if one != other:
            yield f'spec.serviceName cannot be changed from "{other}" to "{one}"'
    if earlier and written.kind == "Job" and template and earlier.template:
        same = same_template(template, _without_job_labels(earlier.template, template))
        yield from () if same else ("spec.template of a Job cannot be changed",)


def _without_job_labels(earlier: PodTemplate, written: PodTemplate) -> PodTemplate:
    """The template of a Job without the labels that the API server puts there."""
    labels = {key: value for key, value in earlier.metadata.labels.items() if key in written.metadata.labels}
    return PodTemplate(metadata=type(earlier.metadata)(labels=labels), spec=earlier.spec)
