"""The addresses outside the cluster's own at which kube-proxy serves a Service."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.service import Service


def published_addresses(service: Service) -> Mapping[str, str]:
    """Its external IPs and the virtual ones of its load balancer, each in one spelling, with its field path.

    Source: `pkg/proxy/serviceport.go:newBaseServiceInfo`, `pkg/proxy/util/utils.go:ShouldSkipService`.
    """
    if service.headless or service.external or service.hidden_from_kube_proxy:
        return {}
    found = {_spelt(ip): f"spec.externalIPs[{place}]" for place, ip in enumerate(service.spec.external_ips)}
    if service.spec.type == "LoadBalancer":
        for place, ingress in enumerate(service.status.load_balancer.ingress):
            if ingress.is_vip:
                found.setdefault(_spelt(ingress.ip), f"status.loadBalancer.ingress[{place}].ip")
    return found


def by_published_address(services: Iterable[Service]) -> Mapping[str, tuple[Service, ...]]:
    """Who publishes each address."""
    return grouped((address, service) for service in services for address in published_addresses(service))


def _spelt(ip: str) -> str:
    """An address in the one spelling that all have; as it is where it is none."""
    try:
        return str(ip_address(ip))
    except ValueError:
        return ip
