"""The EndpointSlices a Service should have: what the endpointslice controller makes of Service, pods and nodes."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpointslice import CONTROLLER, Endpoint, EndpointPort, EndpointSlice
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.families import Family, address_of, families_of
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.once import once

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


SliceKey = tuple[Family, frozenset[EndpointPort]]
ExpectedGroups = Mapping[SliceKey, frozenset[ExpectedEndpoint]]


class ExpectedSlices(msgspec.Struct, frozen=True):
    """Endpoints by family and port set; the pods they are of; and the pods left out, each with the reason."""

    groups: ExpectedGroups
    eligible: tuple[Pod, ...] = ()
    excluded: tuple[tuple[Pod, Exclusion], ...] = ()

    @property
    def without_address_of_family(self) -> tuple[Pod, ...]:
        """Those of the pods that have no address in a family of the Service; once for each such family."""
        return tuple(pod for pod, reason in self.excluded if reason == "no-address-of-family")


def expected_slices(snapshot: Snapshot, service: Service) -> ExpectedSlices:
    """What the endpointslice controller publishes for a Service with a selector.

    Pods with one resolved port set form a group, whatever the number of slices it takes. A pod whose name does not
    resolve stays in, with that port left out.

    Source: `k8s.io/endpointslice/reconciler.go:reconcileByAddressType`, `ShouldPodBeInEndpoints`, `podToEndpoint`.
    """
    pods = snapshot.pods_of(service)
    known = snapshot.shared_selections.known(service)
    named = service.name in once(known, _subdomains, snapshot, pods)
    return once(
        known,
        _expected_slices,
        snapshot,
        pods,
        families=families_of(service),
        ports=tuple(replace(port, port=0, node_port=0, target_port=port.target) for port in service.spec.ports),
        subdomain=service.name if named else None,
        publish=service.spec.publish_not_ready_addresses,
    )


def _subdomains(_snapshot: Snapshot, pods: tuple[Pod, ...]) -> frozenset[str]:
    return frozenset({pod.spec.subdomain for pod in pods})


def _expected_slices(
    snapshot: Snapshot,
    pods: tuple[Pod, ...],
    *,
    families: tuple[Family, ...],
    ports: tuple[ServicePort, ...],
    subdomain: str | None,
    publish: bool,
) -> ExpectedSlices:
    """The same for all Services with these pods that publish them in the same way."""
    groups: defaultdict[SliceKey, set[ExpectedEndpoint]] = defaultdict(set)
    eligible: list[Pod] = []
    excluded: list[tuple[Pod, Exclusion]] = []
    known: dict[Hashable, frozenset[EndpointPort]] = {}
    nodes_decide = not publish and bool(pods) and snapshot.was_read("nodes")
    for pod in pods:
        reason = _exclusion(snapshot, pod, nodes_decide=nodes_decide)
        if reason is not None:
            excluded.append((pod, reason))
            continue
        eligible.append(pod)
        resolved = _known_ports(pod, ports, known)
        for family in families:
            address = address_of(pod, family)
            if address is None:
                excluded.append((pod, "no-address-of-family"))
            else:
                groups[family, resolved].add(_endpoint(pod, subdomain, address, publish=publish))
    published = {group: frozenset(endpoints) for group, endpoints in groups.items()}
    # Where all of them are eligible they are not held twice, and what is made of them is known to be the same.
    return ExpectedSlices(published, tuple(eligible) if excluded else pods, tuple(excluded))


def _known_ports(
    pod: Pod, ports: tuple[ServicePort, ...], known: dict[Hashable, frozenset[EndpointPort]]
) -> frozenset[EndpointPort]:
    """The slice ports of one pod, worked out once for those with the same containers, at which alone FindPort looks."""
    shape = pod.spec.shape
    if shape not in known:
        known[shape] = resolved_ports(pod, ports)
    return known[shape]


def exclusion(snapshot: Snapshot, service: Service, pod: Pod) -> Exclusion | None:
    """Why a matched pod is in no slice at all; None where it is in.

    A missing Node leaves a pod out only at the next sync, and not where unready addresses are published
    (`podToEndpoint`); a pod that names no node has a missing one. Where nodes were not read, the node counts as
    present.
    """
    nodes_decide = not service.spec.publish_not_ready_addresses and snapshot.was_read("nodes")
    return _exclusion(snapshot, pod, nodes_decide=nodes_decide)


def _exclusion(snapshot: Snapshot, pod: Pod, *, nodes_decide: bool) -> Exclusion | None:
    if pod.is_template:
        return None
    if pod.terminal:
        return "terminal"
    if not pod.ips:
        return "no-address"
    if nodes_decide and snapshot.node(pod.spec.node_name) is None:
        return "node-missing"
    return None


def resolved_ports(pod: Pod, ports: Iterable[ServicePort]) -> frozenset[EndpointPort]:
    """The slice ports of one pod: the Service port's name, the pod's number (`getEndpointPorts`)."""
    resolved = ((port, find_port(pod, port)) for port in ports)
    return frozenset(
        EndpointPort(name=port.name, protocol=port.protocol, port=found.number, app_protocol=port.app_protocol)
        for port, found in resolved
        if found is not None
    )


def published_slices(slices: Iterable[EndpointSlice]) -> ExpectedGroups:
    """The same shape for what the endpointslice controller really published."""
    groups: defaultdict[SliceKey, set[ExpectedEndpoint]] = defaultdict(set)
    for slice_ in slices:
        if slice_.managed_by != CONTROLLER or slice_.address_type not in {"IPv4", "IPv6"}:
            continue
        family: Family = "IPv6" if slice_.address_type == "IPv6" else "IPv4"
        if slice_.endpoints:
            groups[family, frozenset(slice_.ports)].update(map(_as_published, slice_.endpoints))
    return {group: frozenset(endpoints) for group, endpoints in groups.items()}


def _as_published(endpoint: Endpoint) -> ExpectedEndpoint:
    return ExpectedEndpoint(
        address=endpoint.addresses[0] if endpoint.addresses else "",
        ready=endpoint.ready,
        serving=endpoint.serving,
        terminating=endpoint.terminating,
        node_name=endpoint.node_name or "",
        hostname=endpoint.hostname or "",
        pod=endpoint.target_ref.name if endpoint.target_ref else "",
    )


def _endpoint(pod: Pod, subdomain: str | None, address: str, *, publish: bool) -> ExpectedEndpoint:
    ready, terminating = pod.ready, pod.terminating
    return ExpectedEndpoint(
        address=address,
        ready=publish or (ready and not terminating),
        serving=ready,
        terminating=terminating,
        node_name=pod.spec.node_name,
        hostname=pod.spec.hostname if pod.spec.subdomain == subdomain else "",
        pod=pod.name,
    )
