"""The addresses outside the cluster's own at which kube-proxy serves a Service."""

from collections.abc import Iterable, Mapping

from kubectl_porttrace.model.canonical_ip import canonical_ip
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.service import Service


def published_addresses(service: Service) -> Mapping[str, str]:
    """Its external IPs and the virtual ones of its load balancer, each in one spelling, with its field path.

    Source: `pkg/proxy/serviceport.go:newBaseServiceInfo`, `pkg/proxy/util/utils.go:ShouldSkipService`.
    """
    if service.headless or service.external or service.hidden_from_kube_proxy:
        return {}
    found = {canonical_ip(ip): f"spec.externalIPs[{place}]" for place, ip in enumerate(service.spec.external_ips)}
    if service.spec.type == "LoadBalancer":
        for place, ingress in enumerate(service.status.load_balancer.ingress):
            if ingress.is_vip:
                found.setdefault(canonical_ip(ingress.ip), f"status.loadBalancer.ingress[{place}].ip")
    return found


def by_published_address(services: Iterable[Service]) -> Mapping[str, tuple[Service, ...]]:
    """Who publishes each address."""
    return grouped((address, service) for service in services for address in published_addresses(service))
