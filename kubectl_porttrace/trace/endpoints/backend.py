"""One address behind a Service port, and which of them are used."""

from collections.abc import Container, Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpointslice import EndpointSlice, MayTakeTraffic
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.written_number import LAST_PORT
from kubectl_porttrace.trace.families import Family
from kubectl_porttrace.trace.find_port import Declaration, declaring, find_port

PolicyWord = Literal["allowed", "blocked", "unknown", "none"]
"""What NetworkPolicies make of an address: a rule is about its port; none is, for no peer; not known; none isolates."""


class Backend(MayTakeTraffic, msgspec.Struct, frozen=True):
    """One address behind one Service port.

    `ip` is None for a pod template, which has no address yet. `usable` is kube-proxy's rule under policy Cluster; for
    a headless Service, whether DNS publishes the address. `slice` is None where Endpoints stand in for slices.
    `contradicted` says that slices list the address twice with other conditions, so that nodes decide differently.
    `gone` says that the pod it names is known not to exist: it is not usable then, and `lost` where traffic still
    goes there by these rules. `in_doubt` says that it may be gone, for pods could not be read. `network_policy` is what
    policies make of it, which plays no part in whether it is usable.
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
    gone: bool = False
    lost: bool = False
    in_doubt: bool = False
    network_policy: PolicyWord = "unknown"

    @property
    def closed(self) -> bool:
        """Whether NetworkPolicies keep every peer from it, but for its own node."""
        return self.network_policy == "blocked"


def categorized(
    backends: Iterable[Backend], *, headless: bool, virtual: Container[str | None] = ()
) -> tuple[Backend, ...]:
    """Mark the usable ones, each family by itself.

    kube-proxy uses the ready endpoints; where there is none, those that serve while terminating. DNS publishes the
    ready ones only, whatever they are. To kube-proxy a Service's virtual address is never usable as an endpoint, nor
    is a number no packet can carry. Neither knows whether a pod still exists.

    Source: `pkg/proxy/topology.go:CategorizeEndpoints`; CoreDNS for headless Services.
    """
    ordered = sorted(backends, key=lambda b: (b.ip or "", b.port, b.pod.name if b.pod else ""))
    dialable = [headless or (backend.port <= LAST_PORT and backend.ip not in virtual) for backend in ordered]
    with_ready = {backend.family for backend, can in zip(ordered, dialable, strict=True) if can and backend.ready}
    routed = [
        can and (backend.ready or (not headless and backend.family not in with_ready and backend.may_take_traffic))
        for backend, can in zip(ordered, dialable, strict=True)
    ]
    return tuple(
        [
            replace(backend, usable=chosen and not backend.gone, lost=chosen and backend.gone)
            for backend, chosen in zip(ordered, routed, strict=True)
        ]
    )


def declaration_behind(pod: Pod, service_port: ServicePort, number: int) -> Declaration | None:
    """The container a number belongs to: the one that resolved the name, else the first that declares the number."""
    resolution = find_port(pod, service_port)
    if resolution is not None and resolution.number == number:
        return resolution.declaration
    return declaring(pod.spec, number, service_port.protocol)


def referenced_pod(snapshot: Snapshot, namespace: str, reference: ObjectReference | None) -> Pod | None:
    """The pod a `targetRef` points to; None where it is no Pod, or not among those read."""
    return snapshot.pod(namespace, reference.name) if reference and reference.kind == "Pod" else None
