"""IP families: which ones a Service serves, and which one an address belongs to."""

from typing import Literal

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service

Family = Literal["IPv4", "IPv6"]


def family_of(address: str) -> Family:
    """The family of a literal address: only IPv6 has colons."""
    return "IPv6" if ":" in address else "IPv4"


def families_of(service: Service) -> tuple[Family, ...]:
    """The families for which a Service has slices, the primary one first.

    Very old objects and manifests name none: then those of its cluster IPs, and without any IPv4
    (`getAddressTypesForService`).
    """
    named: tuple[Family, ...] = tuple("IPv6" if name == "IPv6" else "IPv4" for name in service.spec.ip_families)
    return named or tuple(dict.fromkeys(family_of(ip) for ip in service.cluster_ips)) or ("IPv4",)


def address_of(pod: Pod, family: Family) -> str | None:
    """The pod's address of a family (`getEndpointAddresses`: `status.podIPs` decides)."""
    for entry in pod.status.pod_ips:
        if entry.ip and family_of(entry.ip) == family:
            return entry.ip
    return None
