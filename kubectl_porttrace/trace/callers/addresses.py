"""What address the API server calls for a Service port: one of two functions, as `--enable-aggregator-routing` says.

That flag is not in the API. Without it the API server calls the Service's own address, so that kube-proxy on its host
decides; with it, an endpoint.

Source: `k8s.io/apiserver/pkg/util/proxy/proxy.go:ResolveCluster, ResolveEndpoint`.
"""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot


class NotCalled(msgspec.Struct, frozen=True):
    """Why no address is called, in the API server's own words."""

    message: str


Called = tuple[str, ...] | NotCalled
"""The addresses of which one is called: host and port."""


def by_cluster_ip(service: Service, number: int) -> Called:
    """What is called without the flag.

    Args:
        service: the Service, which exists.
        number: the Service port that is named.
    """
    if service.external:
        return (_joined(service.spec.external_name, number),)
    if service.headless:
        return NotCalled('cannot route to service with ClusterIP "None"')
    if named_port(service, number) is None:
        return _no_port(service, number)
    return (_joined(service.spec.cluster_ip, number),)


def by_endpoint(snapshot: Snapshot, service: Service, number: int) -> Called:
    """What is called with the flag: any ready endpoint, those of the Service's first family first.

    Args:
        snapshot: what was read, the Service's slices among it.
        service: the Service, which exists.
        number: the Service port that is named.
    """
    if service.external:
        return NotCalled('unsupported service type "ExternalName"')
    port = named_port(service, number)
    if port is None:
        return _no_port(service, number)
    slices = snapshot.slices_of(service)
    first = service.spec.ip_families[0] if service.spec.ip_families else ""
    preferred = [each for each in slices if each.address_type == first]
    others = [each for each in slices if each.address_type != first]
    found = tuple(_ready(preferred, port)) or tuple(_ready(others, port))
    return found or NotCalled(f'no endpoints available for service "{service.name}"')


def named_port(service: Service, number: int) -> ServicePort | None:
    """The port of that number; the protocol does not matter, and the first one counts."""
    return next((port for port in service.spec.ports if port.port == number), None)


def _no_port(service: Service, number: int) -> NotCalled:
    return NotCalled(f'no service port {number} found for service "{service.name}"')


def _ready(slices: list[EndpointSlice], port: ServicePort) -> Iterator[str]:
    """The ready endpoints behind a port, which is found in slices by its name."""
    for slice_ in slices:
        for offered in slice_.ports:
            if offered.name == port.name and offered.port is not None:
                addressed = (each for each in slice_.endpoints if each.ready and each.addresses)
                yield from (_joined(each.addresses[0], offered.port) for each in addressed)


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
