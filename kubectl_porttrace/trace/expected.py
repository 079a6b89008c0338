"""The EndpointSlices a Service should have: what the endpointslice controller makes of Service, pods and nodes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointPort, EndpointSlice
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.families import Family, address_of, families_of
from kubectl_porttrace.trace.find_port import find_port

Exclusion = Literal["terminal", "no-address", "no-address-of-family", "node-missing"]


class ExpectedEndpoint(msgspec.Struct, frozen=True, order=True):
    """One endpoint as the controller publishes it."""

    address: str
    ready: bool
    serving: bool
    terminating: bool
    node_name: str
    hostname: str
    pod: str


Group = tuple[Family, frozenset[EndpointPort]]
Groups = Mapping[Group, frozenset[ExpectedEndpoint]]


class ExpectedSlices(msgspec.Struct, frozen=True):
    """Endpoints by family and port set; the pods they are of; and the pods left out, each with the reason."""

    groups: Groups
    eligible: tuple[Pod, ...] = ()
    excluded: tuple[tuple[Pod, Exclusion], ...] = ()


def expected_slices(snapshot: Snapshot, service: Service) -> ExpectedSlices:
    """What the endpointslice controller publishes for a Service with a selector.

    Pods with one resolved port set form a group, whatever the number of slices it takes. A pod whose name does not
    resolve stays in, with that port left out.

    Source: `k8s.io/endpointslice/reconciler.go:reconcileByAddressType`, `ShouldPodBeInEndpoints`, `podToEndpoint`.
    """
    groups: defaultdict[Group, set[ExpectedEndpoint]] = defaultdict(set)
    eligible: list[Pod] = []
    excluded: list[tuple[Pod, Exclusion]] = []
    for pod in snapshot.pods_of(service):
        reason = exclusion(snapshot, service, pod)
        if reason is not None:
            excluded.append((pod, reason))
            continue
        eligible.append(pod)
        ports = resolved_ports(pod, service)
        for family in families_of(service):
            address = address_of(pod, family)
            if address is None:
                excluded.append((pod, "no-address-of-family"))
            else:
                groups[family, ports].add(_endpoint(pod, service, address))
    published = {group: frozenset(endpoints) for group, endpoints in groups.items()}
    return ExpectedSlices(published, tuple(eligible), tuple(excluded))


def exclusion(snapshot: Snapshot, service: Service, pod: Pod) -> Exclusion | None:
    """Why a matched pod is in no slice at all; None where it is in.

    A missing Node leaves a pod out only at the next sync, and not where unready addresses are published
    (`podToEndpoint`); a pod that names no node has a missing one. Where nodes were not read, the node counts as
    present.
    """
    if pod.is_template:
        return None
    if pod.terminal:
        return "terminal"
    if not pod.ips:
        return "no-address"
    publish = service.spec.publish_not_ready_addresses
    if not publish and snapshot.was_read("nodes") and snapshot.node(pod.spec.node_name) is None:
        return "node-missing"
    return None


def resolved_ports(pod: Pod, service: Service) -> frozenset[EndpointPort]:
    """The slice ports of one pod: the Service port's name, the pod's number (`getEndpointPorts`)."""
    resolved = ((port, find_port(pod, port)) for port in service.spec.ports)
    return frozenset(
        EndpointPort(name=port.name, protocol=port.protocol, port=found.number, app_protocol=port.app_protocol)
        for port, found in resolved
        if found is not None
    )


def published_slices(slices: Iterable[EndpointSlice]) -> Groups:
    """The same shape for what the endpointslice controller really published."""
    groups: defaultdict[Group, set[ExpectedEndpoint]] = defaultdict(set)
    for slice_ in slices:
        if slice_.managed_by != CONTROLLER or slice_.address_type not in {"IPv4", "IPv6"}:
            continue
        family: Family = "IPv6" if slice_.address_type == "IPv6" else "IPv4"
        for endpoint in slice_.endpoints:
            groups[family, frozenset(slice_.ports)].add(
                ExpectedEndpoint(
                    address=endpoint.addresses[0] if endpoint.addresses else "",
                    ready=endpoint.ready,
                    serving=endpoint.serving,
                    terminating=endpoint.terminating,
                    node_name=endpoint.node_name or "",
                    hostname=endpoint.hostname or "",
                    pod=endpoint.target_ref.name if endpoint.target_ref else "",
                )
            )
    return {group: frozenset(endpoints) for group, endpoints in groups.items()}


def _endpoint(pod: Pod, service: Service, address: str) -> ExpectedEndpoint:
    publish = service.spec.publish_not_ready_addresses
    return ExpectedEndpoint(
        address=address,
        ready=publish or (pod.ready and not pod.terminating),
        serving=pod.ready,
        terminating=pod.terminating,
        node_name=pod.spec.node_name,
        hostname=pod.spec.hostname if pod.spec.subdomain == service.name else "",
        pod=pod.name,
    )
