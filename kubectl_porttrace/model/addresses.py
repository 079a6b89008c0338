"""Which Services have an address, and which pods a port of their node."""

from collections.abc import Callable, Mapping
from functools import cached_property

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.published import by_published_address
from kubectl_porttrace.model.service import Service


class Addresses:
    """Addresses and node's ports, each way of looking them up indexed when it is first asked for."""

    def __init__(self, services: Callable[[], tuple[Service, ...]], pods: Callable[[], tuple[Pod, ...]]) -> None:
        """Take what gives the Services and the pods, of any number of namespaces, when they are first looked at."""
        self._services = services
        self._pods = pods

    @cached_property
    def cluster_ip_owners(self) -> Mapping[str, Service]:
        """The Service behind each cluster IP that was read."""
        return {ip: service for service in self._services() for ip in service.cluster_ips}

    def services_at(self, ip: str) -> tuple[Service, ...]:
        """The Services that were read and have that cluster IP: more than one only where something went wrong."""
        return self._services_by_cluster_ip.get(ip, ())

    def publishers_of(self, address: str) -> tuple[Service, ...]:
        """The Services that publish an address outside the cluster's own."""
        return self._services_by_published_address.get(address, ())

    def pods_with_host_port(self, number: int, protocol: str) -> tuple[Pod, ...]:
        """The pods that have a port of their node, or want one, and have not ended."""
        return self._pods_by_host_port.get((number, protocol), ())

    @cached_property
    def _services_by_cluster_ip(self) -> Mapping[str, tuple[Service, ...]]:
        return grouped((ip, service) for service in self._services() for ip in service.cluster_ips)

    @cached_property
    def _services_by_published_address(self) -> Mapping[str, tuple[Service, ...]]:
        return by_published_address(self._services())

    @cached_property
    def _pods_by_host_port(self) -> Mapping[tuple[int, str], tuple[Pod, ...]]:
        wanting = (pod for pod in self._pods() if not pod.terminal)
        return grouped((port, pod) for pod in wanting for port in pod.spec.host_ports)
