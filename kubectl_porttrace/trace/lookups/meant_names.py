"""The name that was probably meant by one that DNS has no record of."""

from collections.abc import Iterator

from kubectl_porttrace.model.dns_name import DnsName
from kubectl_porttrace.model.dns_owner import host_names, ready_endpoints
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spellings import Spellings


def name_instead(snapshot: Snapshot, service: Service, name: DnsName) -> DnsName:
    """The nearest name of a Service that DNS answers: of a port, of an endpoint, or that of the Service itself."""
    whole = DnsName(*service.key)
    if service.external:
        return whole
    port = next(_ports_meant(service, name), None)
    if port is not None:
        return DnsName(*service.key, "", port.name, port.protocol)
    return next(_endpoints_meant(snapshot, service, name), whole)


def _ports_meant(service: Service, name: DnsName) -> Iterator[ServicePort]:
    """A port by its name without the rest, with the other protocol, or by one of its numbers."""
    wanted = name.port or name.endpoint
    named = [port for port in service.spec.ports if port.name]
    yield from (port for port in named if port.name == wanted)
    yield from (port for port in named if name.port and wanted in {str(port.port), str(port.target)})
    near = Spellings(port.name for port in named).nearest(wanted) if name.port else None
    yield from (port for port in named if port.name == near)


def _endpoints_meant(snapshot: Snapshot, service: Service, name: DnsName) -> Iterator[DnsName]:
    """A pod below the Service that its subdomain names, or an endpoint that is called nearly the same."""
    if not name.endpoint:
        return
    pod = snapshot.pod(service.namespace, name.endpoint)
    if pod is not None and pod.spec.hostname and pod.spec.subdomain not in {"", service.name}:
        yield DnsName(service.namespace, pod.spec.subdomain, pod.spec.hostname)
    names = {each for _, endpoint in ready_endpoints(snapshot, service) for each in host_names(endpoint)}
    near = Spellings(names).nearest(name.endpoint)
    if near is not None:
        yield DnsName(*service.key, near)
