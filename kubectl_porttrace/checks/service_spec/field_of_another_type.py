"""PTS05: fields that do not go with the Service's type."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import SOURCE_RANGES, Service
from kubectl_porttrace.trace.service import TracedService


@check("PTS05", "field-of-another-type", severity="error", certainty="certain", scope="manifests")
def field_of_another_type(traced: TracedService) -> Iterator[Found]:
    """The manifest sets a field that its Service type does not allow, and the API server refuses the Service.

    Why: node ports belong to types NodePort and LoadBalancer; a Service of these types has a cluster IP and cannot be
    headless; source ranges, a load balancer class, a health check node port and allocateLoadBalancerNodePorts belong
    to type LoadBalancer; externalTrafficPolicy to Services that are reachable from outside. A Service without a type
    is a ClusterIP.

    See: `kubectl apply --dry-run=server -f FILE` names the field.

    Fix: write the type that was meant, or remove the field.
    """
    service = traced.service
    written = service.spec.type
    for path, field, remedy in (*_headless(service), *_node_ports(service), *_balancer_only(service)):
        yield Found(
            message=f"{field} does not go with type {written}; the API server refuses the Service",
            path=path,
            fix=Fix(text=remedy),
        )


def _headless(service: Service) -> Iterator[tuple[str, str, str]]:
    if service.headless and service.spec.type in {"NodePort", "LoadBalancer"}:
        yield "spec.clusterIP", "clusterIP: None", "remove clusterIP, or use type ClusterIP"


def _node_ports(service: Service) -> Iterator[tuple[str, str, str]]:
    given = [(index, port.node_port) for index, port in enumerate(service.spec.ports) if port.node_port]
    if given and service.spec.type == "ClusterIP":
        field = f"nodePort {some([str(number) for _, number in given])}"
        yield f"spec.ports[{given[0][0]}].nodePort", field, "use type NodePort, or remove nodePort"


def _balancer_only(service: Service) -> Iterator[tuple[str, str, str]]:
    """As `validateService`, `validateLoadBalancerClassField` and `validateServiceExternalTrafficPolicy` have it."""
    spec = service.spec
    if spec.external_traffic_policy and not service.externally_accessible:
        field = f"externalTrafficPolicy: {spec.external_traffic_policy}"
        yield "spec.externalTrafficPolicy", field, "use type NodePort or LoadBalancer, or remove externalTrafficPolicy"
    if spec.type == "LoadBalancer":
        return
    annotated = not spec.load_balancer_source_ranges and SOURCE_RANGES in service.metadata.annotations
    for present, path, field in (
        (bool(spec.load_balancer_source_ranges), "spec.loadBalancerSourceRanges", "loadBalancerSourceRanges"),
        (annotated, f"metadata.annotations[{SOURCE_RANGES}]", f"annotation {SOURCE_RANGES}"),
        (bool(spec.health_check_node_port), "spec.healthCheckNodePort", "healthCheckNodePort"),
        (spec.load_balancer_class is not None, "spec.loadBalancerClass", "loadBalancerClass"),
        (
            spec.allocate_load_balancer_node_ports is not None,
            "spec.allocateLoadBalancerNodePorts",
            "allocateLoadBalancerNodePorts",
        ),
    ):
        if present:
            yield path, field, f"use type LoadBalancer, or remove {field}"
