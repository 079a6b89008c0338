"""What the API server fills in when it stores a Service, for those that are still only in a file."""

from msgspec.structs import replace

from kubectl_porttrace.model.service import LoadBalancerStatus, Service, ServiceSpec


def defaulted(service: Service) -> Service:
    """The Service with the defaults that do not depend on the cluster; the same value where it has them all.

    `targetPort` stays as written, for what is wrong with it to be seen; `ServicePort.target` defaults it on use.
    Addresses, families and node ports are the cluster's to give and stay empty.

    Source: `pkg/apis/core/v1/defaults.go:SetDefaults_Service`.
    """
    spec = service.spec
    policies = {
        "external_traffic_policy": spec.external_traffic_policy or ("Cluster" if service.externally_accessible else ""),
        "internal_traffic_policy": spec.internal_traffic_policy or ("" if service.external else "Cluster"),
    }
    filled: ServiceSpec = replace(spec, type=spec.type or "ClusterIP", **policies)
    if spec.type == "LoadBalancer":
        allocates = spec.allocate_load_balancer_node_ports
        filled = replace(filled, allocate_load_balancer_node_ports=allocates is not False)
    status = replace(service.status, load_balancer=_load_balancer(service))
    return replace(service, spec=filled, status=status)


def _load_balancer(service: Service) -> LoadBalancerStatus:
    """Its addresses, where kube-proxy takes those for it that have no mode."""
    status = service.status.load_balancer
    if service.spec.type != "LoadBalancer":
        return status
    ingress = tuple(
        replace(each, ip_mode="VIP") if each.ip and each.ip_mode is None else each for each in status.ingress
    )
    return replace(status, ingress=ingress)
