"""The first world: the EndpointSlices were read, and what they publish decides."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointSlice
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend, categorized, declaration_behind, referenced_pod
from kubectl_porttrace.trace.endpoints.joining import joined, visible
from kubectl_porttrace.trace.families import Family, families_of
from kubectl_porttrace.trace.find_port import Declaration
from kubectl_porttrace.trace.gone import kept_by_controller, pod_is_gone, pod_may_be_gone
from kubectl_porttrace.trace.verdict import Verdict, headless_verdict, proxied_verdict


class Listed(msgspec.Struct, frozen=True):
    """The endpoints of one slice with all of a backend that is the same for every port: the ports are still to come."""

    slice: EndpointSlice
    endpoints: tuple[Backend, ...]


class Published(msgspec.Struct, frozen=True, dict=True):
    """A Service with the EndpointSlices that carry its name, whoever wrote them.

    `converging` says that the controller has yet to bring them in line with a recent change.
    """

    snapshot: Snapshot
    service: Service
    slices: tuple[EndpointSlice, ...]
    converging: bool = False

    def backends(self, port: ServicePort) -> tuple[Backend, ...]:
        """The endpoints of one port."""
        return backends_in_slices(self._listed, self.snapshot, self.service, port)

    def pods_left_out(self, _port: ServicePort, backends: Sequence[Backend]) -> bool:
        """Whether a ready pod has no endpoint for a port with these backends."""
        return not self._ready_addresses <= {backend.ip for backend in backends}

    def verdict(self, port: ServicePort, backends: Sequence[Backend]) -> Verdict:
        """The verdict on a port with these backends; unknown where pods that could not be read would change it."""
        seen = self._verdict(port, backends)
        if not any(backend.in_doubt for backend in backends):
            return seen
        without = categorized(
            (replace(backend, gone=backend.gone or backend.in_doubt) for backend in backends),
            headless=self.service.headless,
            virtual=self.snapshot.addresses.cluster_ip_owners,
        )
        return seen if self._verdict(port, without) is seen else Verdict.UNKNOWN

    @cached_property
    def _ready_addresses(self) -> frozenset[str]:
        return ready_addresses(self.service, self.slices)

    @cached_property
    def _listed(self) -> tuple[Listed, ...]:
        return listed_in_slices(self.snapshot, self.service, converging=self.converging)

    def _verdict(self, port: ServicePort, backends: Sequence[Backend]) -> Verdict:
        service, families = self.service, families_of(self.service)
        left_out = self.pods_left_out(port, backends)
        if service.headless:
            return headless_verdict(backends, families if service.selects else (), port.port, pods_left_out=left_out)
        return proxied_verdict(self.snapshot, service, port, backends, families, pods_left_out=left_out)

    def verdict_without_ports(self) -> Verdict:
        """The verdict on a headless Service that declares no port and is known by its addresses alone."""
        published = [
            (slice_, endpoint)
            for slice_ in self.slices
            if visible(slice_, self.service)
            for endpoint in slice_.endpoints
            if endpoint.ready and endpoint.addresses
        ]
        if any(pod_may_be_gone(self.snapshot, self.service, slice_, entry.target_ref) for slice_, entry in published):
            return Verdict.UNKNOWN
        gone = [
            pod_is_gone(self.snapshot, self.service.namespace, endpoint.target_ref, endpoint.addresses[0])
            and not (self.converging and kept_by_controller(self.service, slice_))
            for slice_, endpoint in published
        ]
        if all(gone):
            return Verdict.BROKEN
        return Verdict.PARTIAL if any(gone) else Verdict.WIRED


def listed_in_slices(snapshot: Snapshot, service: Service, *, converging: bool = False) -> tuple[Listed, ...]:
    """What the slices of a Service list that are looked at, whatever the port.

    Where the slices are still converging, the controller has yet to take the pods out that are gone.
    """
    seen = (slice_ for slice_ in snapshot.slices_of(service) if visible(slice_, service))
    return tuple(_listed(snapshot, service, slice_, converging=converging) for slice_ in seen)


def backends_in_slices(
    listed: Iterable[Listed], snapshot: Snapshot, service: Service, service_port: ServicePort
) -> tuple[Backend, ...]:
    """The endpoints of one Service port from what its slices list, one per address and number, in a stable order."""
    found: dict[tuple[str | None, int], Backend] = {}
    for each in listed:
        port = joined(each.slice, service, service_port)
        if port is None or not port.port or port.port < 0:
            continue
        for backend in _of_port(each.endpoints, service_port, port.port):
            key = (backend.ip, backend.port)
            found[key] = _merged(found[key], backend) if key in found else backend
    return categorized(found.values(), headless=service.headless, virtual=snapshot.addresses.cluster_ip_owners)


def ready_addresses(service: Service, slices: Sequence[EndpointSlice]) -> frozenset[str]:
    """The addresses of ready endpoints of which each port of the Service should have a backend.

    One that has none is in a slice of the controller a pod on which the name did not resolve. Where the selector was
    removed, the slices that remain tell nothing of pods. DNS of a headless Service gives out every ready address,
    whoever wrote the slice.
    """
    return frozenset(
        endpoint.addresses[0]
        for slice_ in slices
        if (service.headless or (service.selects and slice_.managed_by == CONTROLLER)) and visible(slice_, service)
        for endpoint in slice_.endpoints
        if endpoint.ready and endpoint.addresses
    )


def _listed(snapshot: Snapshot, service: Service, slice_: EndpointSlice, *, converging: bool) -> Listed:
    kept = kept_by_controller(service, slice_)
    family: Family = "IPv6" if slice_.address_type == "IPv6" else "IPv4"
    return Listed(
        slice_,
        tuple(
            Backend(
                family=family,
                ip=endpoint.addresses[0],
                port=0,
                ready=endpoint.ready,
                serving=endpoint.serving,
                terminating=endpoint.terminating,
                node=endpoint.node_name,
                zone=endpoint.zone,
                slice=slice_,
                pod=referenced_pod(snapshot, slice_.namespace, endpoint.target_ref),
                gone=not (converging and kept)
                and pod_is_gone(snapshot, slice_.namespace, endpoint.target_ref, endpoint.addresses[0]),
                in_doubt=not kept and pod_may_be_gone(snapshot, service, slice_, endpoint.target_ref),
            )
            for endpoint in slice_.endpoints
            if endpoint.addresses
        ),
    )


def _of_port(endpoints: Iterable[Backend], service_port: ServicePort, number: int) -> Iterator[Backend]:
    """The same endpoints with the number of a port, and with what declares it, which FindPort finds by containers."""
    known: dict[Hashable, Declaration | None] = {}
    for each in endpoints:
        if each.pod is None:
            yield replace(each, port=number)
            continue
        shape = each.pod.spec.shape
        if shape not in known:
            known[shape] = declaration_behind(each.pod, service_port, number)
        yield replace(each, port=number, declaration=known[shape])


def _merged(one: Backend, other: Backend) -> Backend:
    """Two entries for one address and number: one that is not terminating wins (`addEndpoints`).

    Which of two equals wins depends on the order a map is walked in: if they differ, nodes decide differently.
    """
    if one.terminating != other.terminating:
        return other if one.terminating else one
    differ = (one.ready, one.serving, one.node) != (other.ready, other.serving, other.node)
    contradicted = one.contradicted or other.contradicted or differ
    return replace(
        one, contradicted=contradicted, gone=one.gone and other.gone, in_doubt=one.in_doubt and other.in_doubt
    )
