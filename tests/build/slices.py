"""EndpointSlices and Endpoints, made by hand or as the controller makes them."""

from collections.abc import Sequence
from typing import Any

from kubectl_porttrace.model.endpoints import EndpointAddress, Endpoints, EndpointSubset
from kubectl_porttrace.model.endpointslice import (
    CONTROLLER,
    HEADLESS,
    MANAGED_BY,
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
from kubectl_porttrace.trace.expected import expected_slices
from kubectl_porttrace.trace.families import families_of
from tests.build.numbers import next_number


def endpoint(ip: str, **fields: Any) -> Endpoint:
    """A ready endpoint; `ready`, `serving`, `terminating` are its conditions, the rest by Python names."""
    conditions: dict[str, bool | None] = {
        key: fields.pop(key) for key in ("ready", "serving", "terminating") if key in fields
    }
    defaults: dict[str, bool | None] = {"ready": True, "serving": True, "terminating": False}
    return Endpoint(addresses=(ip,), conditions=EndpointConditions(**{**defaults, **conditions}), **fields)


def endpoint_slice(
    ports: Sequence[EndpointPort],
    *endpoints: Endpoint,
    name: str = "",
    service: str = "web",  # the label's value
    namespace: str = "shop",
    managed_by: str = "",
    family: str = "IPv4",
    labels: dict[str, str] | None = None,
    owner: Service | None = None,
) -> EndpointSlice:
    """A slice for `web`, hand-made unless `managed_by` says otherwise; `owner` is the Service that owns it."""
    owners = (
        (OwnerReference(kind="Service", name=owner.name, uid=owner.metadata.uid, controller=True),) if owner else ()
    )
    return EndpointSlice(
        metadata=AnnotatedMeta(
            name=name or f"{service}-{next_number()}",
            namespace=namespace,
            labels={SERVICE_NAME: service, **({MANAGED_BY: managed_by} if managed_by else {}), **(labels or {})},
            uid="uid-slice",
            owner_references=owners,
        ),
        address_type=family,
        endpoint_list=endpoints,
        port_list=tuple(ports),
    )


def subset(*parts: EndpointPort | str, not_ready: Sequence[str] = ()) -> EndpointSubset:
    """A subset of Endpoints: its ports, then its ready addresses."""
    return EndpointSubset(
        addresses=tuple(EndpointAddress(ip=part) for part in parts if isinstance(part, str)),
        not_ready_addresses=tuple(EndpointAddress(ip=ip) for ip in not_ready),
        ports=tuple(part for part in parts if isinstance(part, EndpointPort)),
    )


def endpoints(
    *subsets: EndpointSubset,
    name: str = "web",
    namespace: str = "shop",
    labels: dict[str, str] | None = None,
    annotations: dict[str, str] | None = None,
) -> Endpoints:
    """Endpoints of the Service `web`, hand-made."""
    meta = AnnotatedMeta(name=name, namespace=namespace, labels=labels or {}, annotations=annotations or {})
    return Endpoints(metadata=meta, subsets=subsets)


def slices_for(snapshot: Snapshot, of: Service) -> tuple[EndpointSlice, ...]:
    """The slices the controller publishes for a Service, with its placeholder where there is nothing."""
    if not of.selects:
        return ()
    labels = {HEADLESS: ""} if of.headless else {}
    groups = expected_slices(snapshot, of).groups
    made = [
        endpoint_slice(
            sorted(ports, key=lambda entry: entry.name),
            *(
                endpoint(
                    entry.address,
                    ready=entry.ready,
                    serving=entry.serving,
                    terminating=entry.terminating,
                    node_name=entry.node_name or None,
                    zone=_zone(snapshot, entry.node_name),
                    hostname=entry.hostname or None,
                    target_ref=ObjectReference(kind="Pod", name=entry.pod, namespace=of.namespace),
                )
                for entry in sorted(endpoints)
            ),
            service=of.name,
            namespace=of.namespace,
            managed_by=CONTROLLER,
            family=family,
            labels=labels,
            owner=of,
        )
        for (family, ports), endpoints in groups.items()
    ]
    families = {family for family, _ in groups}
    placeholders = [
        endpoint_slice(
            (), service=of.name, namespace=of.namespace, managed_by=CONTROLLER, family=family, labels=labels, owner=of
        )
        for family in families_of(of)
        if family not in families
    ]
    return (*made, *placeholders)


def _zone(snapshot: Snapshot, name: str) -> str | None:
    node = snapshot.node(name)
    return node.metadata.labels.get(ZONE) if node else None
