"""The endpoints of a Service port as they really are, and which of them are used."""

from collections.abc import Container, Iterable

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpoints import EndpointAddress, Endpoints
from kubectl_porttrace.model.endpointslice import Endpoint, EndpointPort, EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.families import Family, address_of, families_of, family_of
from kubectl_porttrace.trace.find_port import Declaration, declaring, find_port
from kubectl_porttrace.trace.mirroring import repacked

MAX_PORT = 65535


class Backend(msgspec.Struct, frozen=True):
    """One address behind one Service port.

    `ip` is None for a pod template, which has no address yet. `usable` is kube-proxy's rule under policy Cluster; for
    a headless Service, whether DNS publishes the address. `slice` is None where Endpoints stand in for slices.
    """

    family: Family
    ip: str | None
    port: int
    ready: bool
    serving: bool
    terminating: bool
    usable: bool = False
    node: str | None = None
    zone: str | None = None
    slice: EndpointSlice | None = None
    pod: Pod | None = None
    declaration: Declaration | None = None
    contradicted: bool = False


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


def backends_of(snapshot: Snapshot, service: Service, service_port: ServicePort) -> tuple[Backend, ...]:
    """The endpoints of one Service port from the actual slices, one per address and number, in a stable order."""
    found: dict[tuple[str | None, int], Backend] = {}
    for slice_ in snapshot.slices_of(service):
        port = joined(slice_, service, service_port)
        if port is None or not port.port or port.port < 0:
            continue
        for endpoint in slice_.endpoints:
            if endpoint.addresses:
                backend = _backend(snapshot, service_port, slice_, endpoint, port.port)
                key = (backend.ip, backend.port)
                found[key] = _merged(found[key], backend) if key in found else backend
    return categorized(found.values(), headless=service.headless, virtual=snapshot.cluster_ip_owners)


def backends_in_endpoints(
    snapshot: Snapshot, service: Service, endpoints: Endpoints, service_port: ServicePort
) -> tuple[Backend, ...]:
    """The endpoints of one Service port as the lossy v1 Endpoints tell them; mirrored slices look the same.

    Mirroring splits addresses by family, whatever the Service's own families, and kube-proxy ignores those of others.
    """
    served = served_families(service)
    found = [
        _backend_in_endpoints(snapshot, service, service_port, port.port, address, ready=ready)
        for subset in repacked(endpoints)
        if subset.repeated_name is None
        for port in subset.ports
        if port.name == service_port.name and port.protocol == service_port.protocol and port.port
        for address, ready in subset.addresses
        if family_of(address.ip) in served
    ]
    return categorized(found, headless=service.headless, virtual=snapshot.cluster_ip_owners)


def backends_of_pods(
    snapshot: Snapshot, service: Service, service_port: ServicePort, pods: Iterable[Pod]
) -> tuple[Backend, ...]:
    """What the controller would put behind a Service port for these pods; templates count as ready."""
    publish = service.spec.publish_not_ready_addresses
    found = [
        Backend(
            family=family,
            ip=None if pod.is_template else address_of(pod, family),
            port=resolution.number,
            ready=pod.is_template or publish or (pod.ready and not pod.terminating),
            serving=pod.is_template or pod.ready,
            terminating=pod.terminating,
            node=pod.spec.node_name or None,
            pod=pod,
            declaration=resolution.declaration,
        )
        for pod in pods
        if (resolution := find_port(pod, service_port)) is not None
        for family in (families_of(service)[:1] if pod.is_template else families_of(service))
        if pod.is_template or address_of(pod, family) is not None
    ]
    return categorized(found, headless=service.headless, virtual=snapshot.cluster_ip_owners)


def categorized(
    backends: Iterable[Backend], *, headless: bool, virtual: Container[str | None] = ()
) -> tuple[Backend, ...]:
    """Mark the usable ones, each family by itself.

    kube-proxy uses the ready endpoints; where there is none, those that serve while terminating. DNS publishes the
    ready ones only, whatever they are. To kube-proxy a Service's virtual address is never usable as an endpoint, nor
    is a number no packet can carry.

    Source: `pkg/proxy/topology.go:CategorizeEndpoints`; CoreDNS for headless Services.
    """
    ordered = sorted(backends, key=lambda b: (b.ip or "", b.port, b.pod.name if b.pod else ""))
    dialable = [headless or (backend.port <= MAX_PORT and backend.ip not in virtual) for backend in ordered]
    with_ready = {backend.family for backend, can in zip(ordered, dialable, strict=True) if can and backend.ready}
    return tuple(
        replace(
            backend,
            usable=can
            and (
                backend.ready
                or (not headless and backend.family not in with_ready and backend.serving and backend.terminating)
            ),
        )
        for backend, can in zip(ordered, dialable, strict=True)
    )


def _backend(
    snapshot: Snapshot, service_port: ServicePort, slice_: EndpointSlice, endpoint: Endpoint, number: int
) -> Backend:
    pod = _referenced(snapshot, slice_.namespace, endpoint.target_ref)
    return Backend(
        family="IPv6" if slice_.address_type == "IPv6" else "IPv4",
        ip=endpoint.addresses[0],
        port=number,
        ready=endpoint.ready,
        serving=endpoint.serving,
        terminating=endpoint.terminating,
        node=endpoint.node_name,
        zone=endpoint.zone,
        slice=slice_,
        pod=pod,
        declaration=_declaration(pod, service_port, number) if pod else None,
    )


def _backend_in_endpoints(
    snapshot: Snapshot,
    service: Service,
    service_port: ServicePort,
    number: int,
    address: EndpointAddress,
    *,
    ready: bool,
) -> Backend:
    pod = _referenced(snapshot, service.namespace, address.target_ref)
    return Backend(
        family=family_of(address.ip),
        ip=address.ip,
        port=number,
        ready=ready,
        serving=ready,
        terminating=False,
        node=address.node_name,
        pod=pod,
        declaration=_declaration(pod, service_port, number) if pod else None,
    )


def _declaration(pod: Pod, service_port: ServicePort, number: int) -> Declaration | None:
    """The container a number belongs to: the one that resolved the name, else the first that declares the number."""
    resolution = find_port(pod, service_port)
    if resolution is not None and resolution.number == number:
        return resolution.declaration
    return declaring(pod.spec, number, service_port.protocol)


def _referenced(snapshot: Snapshot, namespace: str, reference: ObjectReference | None) -> Pod | None:
    return snapshot.pod(namespace, reference.name) if reference and reference.kind == "Pod" else None


def _merged(one: Backend, other: Backend) -> Backend:
    """Two entries for one address and number: one that is not terminating wins (`addEndpoints`).

    Which of two equals wins depends on the order a map is walked in: if they differ, nodes decide differently.
    """
    if one.terminating != other.terminating:
        return other if one.terminating else one
    differ = (one.ready, one.serving, one.node) != (other.ready, other.serving, other.node)
    return replace(one, contradicted=one.contradicted or other.contradicted or differ)
