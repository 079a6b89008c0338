"""Which ports of which EndpointSlices belong to a Service port."""

from kubectl_porttrace.model.endpointslice import EndpointPort, EndpointSlice
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.trace.families import Family, families_of


def joined(slice_: EndpointSlice, service: Service, service_port: ServicePort) -> EndpointPort | None:
    """The port of a slice that belongs to a Service port: same name and same protocol, never the number.

    None as well where the consumer never sees the slice: a family the Service has not, type FQDN, or, for a Service
    with a cluster IP, the headless label.

    Source: `pkg/proxy/endpointslicecache.go:endpointInfoByServicePort`, `cmd/kube-proxy/app/server.go:Run`.
    """
    if not visible(slice_, service):
        return None
    for port in slice_.ports:
        if port.name == service_port.name and port.protocol == service_port.protocol:
            return port
    return None


def visible(slice_: EndpointSlice, service: Service) -> bool:
    """Whether what serves the Service looks at the slice at all."""
    return slice_.address_type in served_families(service) and (service.headless or not slice_.hidden_from_kube_proxy)


def served_families(service: Service) -> tuple[Family, ...]:
    """The families whose endpoints are used: those of the cluster IPs; any where DNS answers for a headless Service.

    A Service in a file need not say its families: which it gets is up to the cluster, and any may be the one.
    """
    told = bool(service.spec.ip_families or service.cluster_ips)
    return families_of(service) if told and not service.headless else ("IPv4", "IPv6")
