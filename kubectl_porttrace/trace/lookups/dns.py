"""A name in the cluster's DNS: which records there are, which there are not and why.

Source: `coredns/plugin/kubernetes/kubernetes.go:findServices` and the specification of DNS in Kubernetes,
`kubernetes/dns/docs/specification.md`.
"""

from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Literal

import msgspec

from kubectl_porttrace.model.dns_name import DnsName
from kubectl_porttrace.model.dns_owner import (
    PublishedEndpoint,
    alias_chain,
    endpoints_named,
    host_names,
    leads_to_endpoints,
    name_meant,
    ready_endpoints,
    srv_targets,
)
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.trace.families import family_of

RecordType = Literal["A", "AAAA", "CNAME", "SRV"]
_OF_FAMILY: dict[str, RecordType] = {"IPv4": "A", "IPv6": "AAAA"}


class Record(msgspec.Struct, frozen=True):
    """The records of one type that a name has: `port` is the number in those of type SRV."""

    type: RecordType
    name: str
    values: tuple[str, ...]
    port: int | None = None


class NoRecord(msgspec.Struct, frozen=True):
    """That a name has no records of a type, and why."""

    type: RecordType
    name: str
    why: str


class TracedName(msgspec.Struct, frozen=True):
    """A name that was asked about, as DNS answers it.

    Attributes:
        name: what it stands for.
        exists: whether it has a record; None where that is not known.
        records: those there are, of the name, of what it is an alias of, and of the Service's ports.
        absent: those that there are not.
    """

    name: DnsName
    exists: bool | None
    records: tuple[Record, ...] = ()
    absent: tuple[NoRecord, ...] = ()


def trace_name(snapshot: Snapshot, target: AddressTarget) -> TracedName | None:
    """The records of a name that was asked about; None where it is none of a Service that was read."""
    name = name_meant(snapshot, target.names)
    chain = alias_chain(snapshot, name) if name is not None else ()
    if name is None or not chain:
        return None
    found = tuple(_of_chain(snapshot, name, chain))
    records = tuple(each for each in found if isinstance(each, Record) and each.values)
    absent = tuple(each for each in found if isinstance(each, NoRecord))
    if any(each.name == name.text for each in records):
        return TracedName(name, exists=True, records=records, absent=absent)
    return TracedName(name, exists=False if _known(snapshot, name, chain[0]) else None, records=records, absent=absent)


def _known(snapshot: Snapshot, name: DnsName, service: Service) -> bool:
    """Whether what decides about a name was read; in manifests nothing has an address yet."""
    if service.external:
        return True
    if leads_to_endpoints(service, name):
        return snapshot.recorded and snapshot.was_read("endpointslices", service.namespace)
    return bool(service.cluster_ips) or bool(name.port)


def _of_chain(snapshot: Snapshot, name: DnsName, chain: Iterable[Service]) -> Iterator[Record | NoRecord]:
    """The records of each name that an alias leads to, the last ones those with addresses."""
    for service in chain:
        at = name if service.key == (name.namespace, name.service) else DnsName(*service.key)
        if service.external:
            alias = _alias(service, at)
            yield alias
            if isinstance(alias, NoRecord):
                return
        elif at.port:
            yield from _srv(snapshot, service, at)
        else:
            yield from _addresses(snapshot, service, at)
            yield from _of_ports(snapshot, service, at) if not at.endpoint else ()


def _alias(service: Service, name: DnsName) -> Record | NoRecord:
    """A CNAME, which names a host: CoreDNS leaves one out that is an address (`msg.Service.HostType`)."""
    host = service.spec.external_name.removesuffix(".")
    if name.endpoint or name.port:
        return NoRecord("CNAME", name.text, "the Service is of type ExternalName, which has one name alone")
    if _is_ip(host):
        return NoRecord("CNAME", name.text, f"externalName {host} is an address, and a CNAME names a host")
    return Record("CNAME", name.text, (host,))


def _addresses(snapshot: Snapshot, service: Service, name: DnsName) -> Iterator[Record | NoRecord]:
    """A and AAAA: of endpoints where the name leads to these, else the cluster IPs."""
    of_endpoints = leads_to_endpoints(service, name)
    if not of_endpoints:
        addresses = list(service.cluster_ips)
    else:
        published = _published(snapshot, service, name)
        addresses = sorted({address for _, endpoint in published for address in endpoint.addresses}, key=_in_order)
    if of_endpoints and not addresses:
        yield NoRecord("A", name.text, _no_endpoint(snapshot, service, name))
        return
    for family, type_ in _OF_FAMILY.items():
        values = tuple(each for each in addresses if family_of(each) == family)
        if values or not addresses:
            yield Record(type_, name.text, values)
        else:
            what = (
                f"no such endpoint has an {family} address" if of_endpoints else f"the Service has no {family} address"
            )
            yield NoRecord(type_, name.text, what)


def _published(snapshot: Snapshot, service: Service, name: DnsName) -> Iterator[PublishedEndpoint]:
    return endpoints_named(snapshot, service, name.endpoint) if name.endpoint else ready_endpoints(snapshot, service)


def _no_endpoint(snapshot: Snapshot, service: Service, name: DnsName) -> str:
    """Why no endpoint gives a name its addresses."""
    if not name.endpoint:
        return "no endpoint is ready"
    endpoints = (endpoint for slice_ in snapshot.slices_of(service) for endpoint in slice_.endpoints)
    if any(name.endpoint in host_names(each) for each in endpoints):
        return f"the endpoint {name.endpoint} is not ready"
    pod = snapshot.pod(service.namespace, name.endpoint)
    if pod is None:
        return f"no endpoint of Service {service.name} has the host name {name.endpoint}"
    if pod.spec.subdomain != service.name or not pod.spec.hostname:
        has = f"has subdomain {pod.spec.subdomain}" if pod.spec.subdomain else "has no subdomain"
        return f"pod {pod.name} {has}: only that Service gives it a name of its own"
    return f"pod {pod.name} is no ready endpoint of Service {service.name}"


def _of_ports(snapshot: Snapshot, service: Service, name: DnsName) -> Iterator[Record | NoRecord]:
    """The SRV records below the name of a Service, one name for each port that has one."""
    for port in service.spec.ports:
        if port.name:
            at = DnsName(name.namespace, name.service, "", port.name, port.protocol)
            yield from _srv(snapshot, service, at)
        else:
            yield NoRecord("SRV", name.text, f"port {port.title} has no name")


def _srv(snapshot: Snapshot, service: Service, name: DnsName) -> Iterator[Record | NoRecord]:
    found = grouped(sorted(set(srv_targets(snapshot, service, name))))
    for number, hosts in found.items():
        yield Record("SRV", name.text, hosts, number)
    if not found:
        yield NoRecord("SRV", name.text, _no_port(service, name))


def _no_port(service: Service, name: DnsName) -> str:
    named = [port for port in service.spec.ports if port.name == name.port]
    if any(port.protocol == name.protocol for port in named):
        return "no endpoint is ready that has the port"
    if named:
        return f"port {name.port} has protocol {named[0].protocol}"
    return f"Service {service.name} has no port called {name.port}"


def _in_order(address: str) -> tuple[int, int, str]:
    return (0, int(ip_address(address)), "") if _is_ip(address) else (1, 0, address)


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
