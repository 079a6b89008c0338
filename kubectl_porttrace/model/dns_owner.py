"""Which Service a name in the cluster's DNS leads to, and whether DNS has an answer, going by what was read.

Source: `coredns/plugin/kubernetes/kubernetes.go:findServices`, `object/endpoint.go:EndpointSliceToEndpoints`.
"""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.aliases import alias_behind
from kubectl_porttrace.model.dns_name import DnsName
from kubectl_porttrace.model.endpointslice import Endpoint, EndpointSlice
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot

PublishedEndpoint = tuple[EndpointSlice, Endpoint]


def name_meant(snapshot: Snapshot, names: Iterable[DnsName]) -> DnsName | None:
    """The name that a pod's resolver gets an answer for; without one, the first of a Service that exists."""
    of_services = [name for name in names if snapshot.service(name.namespace, name.service) is not None]
    return next((name for name in of_services if answers(snapshot, name)), next(iter(of_services), None))


def answers(snapshot: Snapshot, name: DnsName) -> bool:
    """Whether DNS has a record of a name; one of a whole Service is taken for it even while it has no endpoint."""
    service = snapshot.service(name.namespace, name.service)
    if service is None:
        return False
    if name.endpoint:
        return not service.external and any(endpoints_named(snapshot, service, name.endpoint))
    if name.port:
        return not service.external and any(srv_numbers(snapshot, service, name))
    return True


def alias_chain(snapshot: Snapshot, name: DnsName) -> tuple[Service, ...]:
    """The Service of a name, and where that is an alias, those it leads to, as far as they were read."""
    service = snapshot.service(name.namespace, name.service)
    if service is None:
        return ()
    if not service.external:
        return (service,)
    behind = alias_behind(snapshot, service)
    return behind.through if behind.end is None else (*behind.through, behind.end)


def leads_to_endpoints(service: Service, name: DnsName) -> bool:
    """Whether clients of a name get the addresses of endpoints, so that no proxy translates ports."""
    return service.headless or (bool(name.endpoint) and service.key == (name.namespace, name.service))


def numbers_dialled(snapshot: Snapshot, service: Service, name: DnsName, port: ServicePort) -> frozenset[int]:
    """The numbers at which clients of a name find what is behind a Service port."""
    if not leads_to_endpoints(service, name):
        return frozenset({port.port})
    published = {
        each.port
        for slice_, _ in ready_endpoints(snapshot, service)
        for each in slice_.ports
        if (each.name, each.protocol) == (port.name, port.protocol) and each.port is not None
    }
    declared = {port.target} if not published and isinstance(port.target, int) else set()
    return frozenset(published | declared)


def ready_endpoints(snapshot: Snapshot, service: Service) -> Iterator[PublishedEndpoint]:
    """The endpoints that DNS knows: the ready ones, of whatever slice; no condition says that one is ready."""
    for slice_ in snapshot.slices_of(service):
        for endpoint in slice_.endpoints:
            if endpoint.ready:
                yield slice_, endpoint


def endpoints_named(snapshot: Snapshot, service: Service, endpoint: str) -> Iterator[PublishedEndpoint]:
    """The ready endpoints of a host name; one without is called by its address: `10-244-0-9`."""
    for slice_, each in ready_endpoints(snapshot, service):
        if endpoint in host_names(each):
            yield slice_, each


def host_names(endpoint: Endpoint) -> Iterator[str]:
    """What an endpoint is called below its Service (`endpointHostname`); no name may end in a hyphen."""
    if endpoint.hostname:
        yield endpoint.hostname.casefold()
        return
    for address in endpoint.addresses:
        dashed = address.replace(".", "-").replace(":", "-")
        yield f"{dashed}0" if dashed.endswith("-") else dashed


def srv_numbers(snapshot: Snapshot, service: Service, name: DnsName) -> Iterator[int]:
    """The numbers in the SRV records of a port: that of the Service, or those of the endpoints where it is headless."""
    return (number for number, _ in srv_targets(snapshot, service, name))


def srv_targets(snapshot: Snapshot, service: Service, name: DnsName) -> Iterator[tuple[int, str]]:
    """The SRV records of a port, a number and a name each: of the Service, or of each endpoint where it is headless."""
    if not service.headless:
        yield from ((port.port, name.of_service) for port in service.spec.ports if _is(name, port.name, port.protocol))
        return
    for slice_, endpoint in ready_endpoints(snapshot, service):
        for port in slice_.ports:
            if port.port is not None and _is(name, port.name, port.protocol):
                yield from ((port.port, f"{host}.{name.of_service}") for host in host_names(endpoint))


def _is(name: DnsName, port: str, protocol: str) -> bool:
    return (name.port, name.protocol) == (port, protocol)
