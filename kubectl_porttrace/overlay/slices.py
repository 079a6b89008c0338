"""The EndpointSlices that the controllers would publish: those before no longer count where they would be others."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.endpoints import EndpointAddress, Endpoints
from kubectl_porttrace.model.endpointslice import (
    CONTROLLER,
    HEADLESS,
    MANAGED_BY,
    MIRRORING_CONTROLLER,
    SERVICE_NAME,
    Endpoint,
    EndpointConditions,
    EndpointPort,
    EndpointSlice,
)
from kubectl_porttrace.model.meta import AnnotatedMeta, ObjectReference, OwnerReference
from kubectl_porttrace.model.node import ZONE
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.expected import ExpectedEndpoint, expected_slices
from kubectl_porttrace.trace.families import families_of, family_of
from kubectl_porttrace.trace.mirroring import repacked


def would_differ(live: Snapshot, after: Snapshot, service: Service) -> bool:
    """Whether the endpointslice controller would publish something else for a Service than it does now."""
    if not service.selects:
        return False
    earlier = live.service(*service.key)
    if earlier is None or not earlier.selects:
        return True
    same = expected_slices(live, earlier).groups == expected_slices(after, service).groups
    return not same or earlier.headless != service.headless


def published_for(after: Snapshot, service: Service) -> Iterator[EndpointSlice]:
    """The slices of the endpointslice controller for a Service with a selector; one without endpoints where none is.

    Source: `k8s.io/endpointslice/reconciler.go:Reconcile`, which keeps a placeholder for each family.
    """
    groups = expected_slices(after, service).groups
    for number, ((family, ports), endpoints) in enumerate(sorted(groups.items(), key=_order)):
        made = tuple(_endpoint(after, service, each) for each in sorted(endpoints))
        yield _slice(service, CONTROLLER, family, number, sorted(ports, key=lambda port: port.name), made)
    present = {family for family, _ in groups}
    for family in families_of(service):
        if family not in present:
            yield _slice(service, CONTROLLER, family, len(groups), (), ())


def mirrored_for(service: Service, endpoints: Endpoints) -> Iterator[EndpointSlice]:
    """The slices of the mirroring controller for Endpoints that a file holds."""
    number = 0
    for part in repacked(endpoints):
        if part.repeated_name is not None:
            continue
        for family in ("IPv4", "IPv6"):
            made = tuple(_mirrored(*each) for each in part.addresses if family_of(each[0].ip) == family)
            if made:
                yield _slice(service, MIRRORING_CONTROLLER, family, number, part.ports, made)
                number += 1


def _order(entry: tuple[tuple[str, frozenset[EndpointPort]], object]) -> tuple[str, list[tuple[str, int]]]:
    family, ports = entry[0]
    return family, sorted((port.name, port.port or 0) for port in ports)


def _slice(
    service: Service,
    manager: str,
    family: str,
    number: int,
    ports: Iterable[EndpointPort],
    endpoints: tuple[Endpoint, ...],
) -> EndpointSlice:
    labels = {**service.metadata.labels, SERVICE_NAME: service.name, MANAGED_BY: manager}
    if service.headless:
        labels[HEADLESS] = ""
    owner = OwnerReference(kind="Service", name=service.name, uid=service.metadata.uid, controller=True)
    return EndpointSlice(
        metadata=AnnotatedMeta(
            name=f"{service.name}-foreseen-{manager.partition('-')[0]}-{number}-{family.lower()}",
            namespace=service.namespace,
            labels=labels,
            owner_references=(owner,),
        ),
        address_type=family,
        endpoint_list=endpoints,
        port_list=tuple(ports),
    )


def _endpoint(after: Snapshot, service: Service, entry: ExpectedEndpoint) -> Endpoint:
    node = after.node(entry.node_name)
    return Endpoint(
        addresses=(entry.address,),
        conditions=EndpointConditions(ready=entry.ready, serving=entry.serving, terminating=entry.terminating),
        hostname=entry.hostname or None,
        node_name=entry.node_name or None,
        zone=node.metadata.labels.get(ZONE) if node else None,
        target_ref=ObjectReference(kind="Pod", name=entry.pod, namespace=service.namespace),
    )


def _mirrored(address: EndpointAddress, ready: bool) -> Endpoint:  # noqa: FBT001 - an entry of `Repacked.addresses`
    return Endpoint(
        addresses=(address.ip,),
        conditions=EndpointConditions(ready=ready),
        node_name=address.node_name,
        target_ref=address.target_ref,
    )
