"""One Service port, followed to the pods."""

from collections.abc import Sequence
from functools import cached_property

import msgspec

from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointSlice
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints import (
    Backend,
    backends_in_endpoints,
    backends_of,
    backends_of_pods,
    categorized,
    visible,
)
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.find_port import Resolution, find_port
from kubectl_porttrace.trace.verdict import Verdict, headless_verdict, proxied_verdict


class PodResolution(msgspec.Struct, frozen=True):
    """What one pod makes of one Service port; `resolution` is None where the name is not found."""

    pod: Pod
    resolution: Resolution | None


class TracedPort(msgspec.Struct, frozen=True, dict=True):
    """One Service port, followed.

    `index` is its place in `spec.ports`. `resolutions` has every matched pod that can be an endpoint, and is empty
    where pods were not read. `backends` are the actual endpoints, those of all families.
    """

    index: int
    spec: ServicePort
    backends: tuple[Backend, ...]
    resolutions: tuple[PodResolution, ...]
    verdict: Verdict

    @property
    def path(self) -> str:
        """Its field path, as the API server's validation writes it."""
        return f"spec.ports[{self.index}]"

    @property
    def title(self) -> str:
        """As a person says it: `http 80/TCP`, or `80/TCP` without a name."""
        number = f"{self.spec.port}/{self.spec.protocol}"
        return f"{self.spec.name} {number}" if self.spec.name else number

    @property
    def named_target(self) -> str | None:
        """The targetPort where it is a name."""
        target = self.spec.target
        return target if isinstance(target, str) else None

    @cached_property
    def usable(self) -> tuple[Backend, ...]:
        """The backends that get traffic under policy Cluster."""
        return tuple(backend for backend in self.backends if backend.usable)

    @cached_property
    def resolved(self) -> tuple[PodResolution, ...]:
        """The pods on which it resolves."""
        return tuple(entry for entry in self.resolutions if entry.resolution is not None)

    @cached_property
    def unresolved(self) -> tuple[Pod, ...]:
        """The pods on which its name is not found."""
        return tuple(entry.pod for entry in self.resolutions if entry.resolution is None)


def trace_port(
    snapshot: Snapshot,
    service: Service,
    index: int,
    port: ServicePort,
    eligible: Sequence[Pod],
    slices: Sequence[EndpointSlice] | None,
) -> TracedPort:
    """Follow one port of a Service.

    Args:
        snapshot: what was read.
        service: the Service.
        index: the port's place in `spec.ports`.
        port: the port.
        eligible: the pods its selector matches that are or should be in slices; none where pods were not read.
        slices: its actual slices; None where they were not read, or where there are only manifests.
    """
    resolutions = tuple(PodResolution(pod, find_port(pod, port)) for pod in eligible)
    backends: tuple[Backend, ...] = ()
    verdict = Verdict.EXTERNAL
    if service.external:
        pass
    elif not snapshot.recorded:
        backends = _foreseen_backends(snapshot, service, port, eligible)
        verdict = _foreseen_verdict(snapshot, service, port, backends, resolutions)
    elif slices is None:
        backends = _stand_in_backends(snapshot, service, port, eligible)
        verdict = Verdict.UNKNOWN
    else:
        backends = backends_of(snapshot, service, port)
        verdict = _actual_verdict(snapshot, service, port, backends, slices)
    return TracedPort(index, port, backends, resolutions, verdict)


def verdict_without_ports(service: Service, slices: Sequence[EndpointSlice] | None) -> Verdict:
    """The verdict on a Service that declares no port: ExternalName, or headless and known by its addresses alone."""
    if service.external:
        return Verdict.EXTERNAL
    if slices is None:
        return Verdict.UNKNOWN
    published = any(endpoint.ready for slice_ in slices if visible(slice_, service) for endpoint in slice_.endpoints)
    return Verdict.WIRED if published else Verdict.BROKEN


def _actual_verdict(
    snapshot: Snapshot,
    service: Service,
    port: ServicePort,
    backends: Sequence[Backend],
    slices: Sequence[EndpointSlice],
) -> Verdict:
    left_out = _pod_left_out(service, backends, slices)
    families = families_of(service)
    if service.headless:
        return headless_verdict(backends, families if service.selects else (), port.port, pods_left_out=left_out)
    return proxied_verdict(snapshot, service, port, backends, families, pods_left_out=left_out)


def _pod_left_out(service: Service, backends: Sequence[Backend], slices: Sequence[EndpointSlice]) -> bool:
    """Whether a ready endpoint is published without this port.

    From the controller this is a pod on which the name did not resolve; in slices left over from a selector that was
    taken away it is nobody's pod any more. DNS of a headless Service gives out every ready address, whoever wrote the
    slice.
    """
    served = {backend.ip for backend in backends}
    return any(
        endpoint.ready and endpoint.addresses and endpoint.addresses[0] not in served
        for slice_ in slices
        if (service.headless or (service.selects and slice_.managed_by == CONTROLLER)) and visible(slice_, service)
        for endpoint in slice_.endpoints
    )


def _stand_in_backends(
    snapshot: Snapshot, service: Service, port: ServicePort, eligible: Sequence[Pod]
) -> tuple[Backend, ...]:
    """What is behind a port as far as it shows where slices may not be read: in Endpoints, else by what is expected."""
    endpoints = snapshot.endpoints_of(service)
    if endpoints is not None:
        return backends_in_endpoints(snapshot, service, endpoints, port)
    return backends_of_pods(snapshot, service, port, eligible)


def _foreseen_backends(
    snapshot: Snapshot, service: Service, port: ServicePort, eligible: Sequence[Pod]
) -> tuple[Backend, ...]:
    """What the controllers would make of pods, hand-made slices and Endpoints that are still only in files."""
    backends = [*backends_of_pods(snapshot, service, port, eligible), *backends_of(snapshot, service, port)]
    endpoints = snapshot.endpoints_of(service)
    if endpoints is not None and endpoints.mirrored and not service.selects:
        backends += backends_in_endpoints(snapshot, service, endpoints, port)
    return categorized(backends, headless=service.headless, virtual=snapshot.cluster_ip_owners)


def _foreseen_verdict(
    snapshot: Snapshot,
    service: Service,
    port: ServicePort,
    backends: Sequence[Backend],
    resolutions: Sequence[PodResolution],
) -> Verdict:
    """The verdict on a port that is still only in files; unknown where they do not hold what is behind the Service.

    Hand-made slices and Endpoints are all there is behind a Service without a selector; beside a selector there may be
    pods that nobody's file has, as an operator's.
    """
    slices, endpoints = snapshot.slices_of(service), snapshot.endpoints_of(service)
    families = tuple(dict.fromkeys(backend.family for backend in backends if backend.usable))
    handmade = not service.selects and (bool(slices) or (endpoints is not None and endpoints.mirrored))
    if not resolutions and not handmade and not families:
        return Verdict.UNKNOWN
    left_out = any(entry.resolution is None for entry in resolutions) or _pod_left_out(service, backends, slices)
    if service.headless:
        return headless_verdict(backends, families, port.port, pods_left_out=left_out)
    if not families:
        return Verdict.BROKEN
    return proxied_verdict(snapshot, service, port, backends, families, pods_left_out=left_out)
