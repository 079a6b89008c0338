"""What the API server would store of an object of a file: what the cluster gave to an earlier one stays."""

from msgspec.structs import replace

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, ObjectMeta
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort, ServiceSpec, ServiceStatus
from kubectl_porttrace.model.workload import Workload

ON_NODES = frozenset({"NodePort", "LoadBalancer"})
"""The types of Services that have node ports."""


def stored(written: KubernetesObject, earlier: KubernetesObject | None) -> KubernetesObject:
    """The object as it would be after the file was applied.

    Args:
        written: what the file holds, with the namespace it goes to.
        earlier: what the cluster has of the same kind and name; None for nothing.
    """
    if earlier is None:
        return written
    if isinstance(written, Service) and isinstance(earlier, Service):
        written = _service(written, earlier)
    elif isinstance(written, Workload) and isinstance(earlier, Workload):
        written = _workload(written, earlier)
    elif isinstance(written, Pod) and isinstance(earlier, Pod):
        return replace(earlier, metadata=replace(earlier.metadata, labels=written.labels))
    elif "status" in written.__struct_fields__:
        written = replace(written, status=getattr(earlier, "status"))  # noqa: B009 - not a field of every kind
    return replace(written, metadata=_metadata(written.metadata, earlier.metadata))


def _metadata(written: ObjectMeta, earlier: ObjectMeta) -> ObjectMeta:
    """Labels as the file has them; annotations that controllers wrote beside those of the file stay."""
    kept = replace(earlier, labels=written.labels)
    if isinstance(written, AnnotatedMeta) and isinstance(kept, AnnotatedMeta):
        return replace(kept, annotations={**kept.annotations, **written.annotations})
    return kept


def _service(written: Service, earlier: Service) -> Service:
    """Addresses, families and node ports stay (`pkg/registry/core/service/storage/alloc.go`)."""
    spec, had = written.spec, earlier.spec
    if written.external:
        return replace(written, status=ServiceStatus())
    addresses = (spec.cluster_ip,) if spec.cluster_ip else had.cluster_ips
    filled: ServiceSpec = replace(
        spec,
        cluster_ip=spec.cluster_ip or had.cluster_ip,
        cluster_ips=spec.cluster_ips or addresses,
        ip_families=spec.ip_families or had.ip_families,
        ip_family_policy=spec.ip_family_policy or had.ip_family_policy,
        ports=tuple(_with_node_port(port, spec, had) for port in spec.ports),
    )
    if spec.type != "LoadBalancer" or had.type != "LoadBalancer":
        return replace(written, spec=filled, status=ServiceStatus())
    health_port = spec.health_check_node_port or had.health_check_node_port
    filled = replace(
        filled,
        load_balancer_class=spec.load_balancer_class or had.load_balancer_class,
        health_check_node_port=health_port if spec.external_traffic_policy == "Local" else 0,
    )
    return replace(written, spec=filled, status=earlier.status)


def _with_node_port(port: ServicePort, spec: ServiceSpec, had: ServiceSpec) -> ServicePort:
    """An update without a node port keeps that of the same number and protocol (`patchAllocatedValues`)."""
    if port.node_port or spec.type not in ON_NODES or had.type not in ON_NODES:
        return port
    same = (each.node_port for each in had.ports if (each.port, each.protocol) == (port.port, port.protocol))
    return replace(port, node_port=next(same, 0))


def _workload(written: Workload, earlier: Workload) -> Workload:
    """What a file does not say of replicas is left to who says it now, as an autoscaler."""
    spec, had = written.spec, earlier.spec
    strategy = (
        spec.update_strategy
        if spec.update_strategy.type
        else replace(spec.update_strategy, type=had.update_strategy.type)
    )
    return replace(
        written,
        spec=replace(
            spec,
            replicas=had.replicas if spec.replicas is None else spec.replicas,
            selector=spec.selector or had.selector,
            update_strategy=strategy,
        ),
        status=earlier.status,
    )
