"""The second world: the EndpointSlices may not be read, and Endpoints, or the pods themselves, stand in for them."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec

from kubectl_porttrace.model.endpoints import EndpointAddress, Endpoints
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend, categorized, declaration_behind, referenced_pod
from kubectl_porttrace.trace.endpoints.joining import served_families
from kubectl_porttrace.trace.families import Family, address_of, families_of, family_of
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.mirroring import repacked
from kubectl_porttrace.trace.once import once
from kubectl_porttrace.trace.verdict import Verdict


class StandIn(msgspec.Struct, frozen=True):
    """A Service whose EndpointSlices were not read. `eligible` are the pods that should be in them."""

    snapshot: Snapshot
    service: Service
    eligible: tuple[Pod, ...]

    slices: ClassVar[None] = None

    def backends(self, port: ServicePort) -> tuple[Backend, ...]:
        """What is behind a port as far as it shows: by the Endpoints object, else by what the pods let expect."""
        endpoints = self.snapshot.endpoints_of(self.service)
        if endpoints is not None:
            return backends_in_endpoints(self.snapshot, self.service, endpoints, port)
        return backends_of_pods(self.snapshot, self.service, port, self.eligible)

    def pods_left_out(self, _port: ServicePort, _backends: Sequence[Backend]) -> bool:
        """Never known."""
        return False

    def verdict(self, _port: ServicePort, _backends: Sequence[Backend]) -> Verdict:
        """Unknown: others may have written slices as well, and kube-proxy reads slices only."""
        return Verdict.UNKNOWN

    def verdict_without_ports(self) -> Verdict:
        """Unknown, likewise."""
        return Verdict.UNKNOWN


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
    return categorized(found, headless=service.headless, virtual=snapshot.addresses.cluster_ip_owners)


def backends_of_pods(
    snapshot: Snapshot, service: Service, service_port: ServicePort, pods: tuple[Pod, ...]
) -> tuple[Backend, ...]:
    """What the controller would put behind a Service port for these pods; templates count as ready."""
    return once(
        snapshot.shared_selections.known(service),
        _backends_of_pods,
        snapshot,
        pods,
        target=service_port.target,
        protocol=service_port.protocol,
        families=families_of(service),
        publish=service.spec.publish_not_ready_addresses,
        headless=service.headless,
    )


def _backends_of_pods(
    snapshot: Snapshot,
    pods: tuple[Pod, ...],
    *,
    target: int | str,
    protocol: str,
    families: tuple[Family, ...],
    publish: bool,
    headless: bool,
) -> tuple[Backend, ...]:
    wanted = ServicePort(port=0, protocol=protocol, target_port=target)
    found = [
        Backend(
            family=family,
            ip=address,
            port=resolution.number,
            ready=pod.is_template or publish or (pod.ready and not pod.terminating),
            serving=pod.is_template or pod.ready,
            terminating=pod.terminating,
            node=pod.spec.node_name or None,
            pod=pod,
            declaration=resolution.declaration,
        )
        for pod in pods
        if (resolution := find_port(pod, wanted)) is not None
        for family in (families[:1] if pod.is_template else families)
        if (address := None if pod.is_template else address_of(pod, family)) is not None or pod.is_template
    ]
    return categorized(found, headless=headless, virtual=snapshot.addresses.cluster_ip_owners)


def _backend_in_endpoints(
    snapshot: Snapshot,
    service: Service,
    service_port: ServicePort,
    number: int,
    address: EndpointAddress,
    *,
    ready: bool,
) -> Backend:
    pod = referenced_pod(snapshot, service.namespace, address.target_ref)
    return Backend(
        family=family_of(address.ip),
        ip=address.ip,
        port=number,
        ready=ready,
        serving=ready,
        terminating=False,
        node=address.node_name,
        pod=pod,
        declaration=declaration_behind(pod, service_port, number) if pod else None,
    )
