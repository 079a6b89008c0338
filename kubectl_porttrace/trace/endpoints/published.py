"""The first world: the EndpointSlices were read, and what they publish decides."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpointslice import CONTROLLER, Endpoint, EndpointSlice
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend, categorized, declaration_behind, referenced_pod
from kubectl_porttrace.trace.endpoints.joining import joined, visible
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.gone import kept_by_controller, pod_is_gone, pod_may_be_gone
from kubectl_porttrace.trace.verdict import Verdict, headless_verdict, proxied_verdict


class Published(msgspec.Struct, frozen=True):
    """A Service with the EndpointSlices that carry its name, whoever wrote them.

    `converging` says that the controller has yet to bring them in line with a recent change.
    """

    snapshot: Snapshot
    service: Service
    slices: tuple[EndpointSlice, ...]
    converging: bool = False

    def backends(self, port: ServicePort) -> tuple[Backend, ...]:
        """The endpoints of one port."""
        return backends_in_slices(self.snapshot, self.service, port, converging=self.converging)

    def pods_left_out(self, _port: ServicePort, backends: Sequence[Backend]) -> bool:
        """Whether a ready pod has no endpoint for a port with these backends."""
        return pod_left_out(self.service, backends, self.slices)

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


def backends_in_slices(
    snapshot: Snapshot, service: Service, service_port: ServicePort, *, converging: bool = False
) -> tuple[Backend, ...]:
    """The endpoints of one Service port from the actual slices, one per address and number, in a stable order.

    Where the slices are still converging, the controller has yet to take the pods out that are gone.
    """
    found: dict[tuple[str | None, int], Backend] = {}
    for slice_ in snapshot.slices_of(service):
        port = joined(slice_, service, service_port)
        if port is None or not port.port or port.port < 0:
            continue
        behind = converging and kept_by_controller(service, slice_)
        for endpoint in slice_.endpoints:
            if endpoint.addresses:
                doubt = pod_may_be_gone(snapshot, service, slice_, endpoint.target_ref)
                backend = _backend(snapshot, service_port, slice_, endpoint, port.port, behind=behind, in_doubt=doubt)
                key = (backend.ip, backend.port)
                found[key] = _merged(found[key], backend) if key in found else backend
    return categorized(found.values(), headless=service.headless, virtual=snapshot.addresses.cluster_ip_owners)


def pod_left_out(service: Service, backends: Sequence[Backend], slices: Sequence[EndpointSlice]) -> bool:
    """Whether a ready endpoint is published without the port that has these backends.

    In a slice of the controller this is a pod on which the name did not resolve. Where the selector was removed, the
    slices that remain tell nothing of pods. DNS of a headless Service gives out every ready address, whoever wrote the
    slice.
    """
    served = {backend.ip for backend in backends}
    return any(
        endpoint.ready and endpoint.addresses and endpoint.addresses[0] not in served
        for slice_ in slices
        if (service.headless or (service.selects and slice_.managed_by == CONTROLLER)) and visible(slice_, service)
        for endpoint in slice_.endpoints
    )


def _backend(
    snapshot: Snapshot,
    service_port: ServicePort,
    slice_: EndpointSlice,
    endpoint: Endpoint,
    number: int,
    *,
    behind: bool,
    in_doubt: bool,
) -> Backend:
    pod = referenced_pod(snapshot, slice_.namespace, endpoint.target_ref)
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
        declaration=declaration_behind(pod, service_port, number) if pod else None,
        gone=not behind and pod_is_gone(snapshot, slice_.namespace, endpoint.target_ref, endpoint.addresses[0]),
        in_doubt=in_doubt,
    )


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
