"""Builders that start valid: a test states only what differs.

`cluster()` is the heart: it publishes the EndpointSlices that the controller would, so a snapshot starts converged.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

import msgspec

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check, Found
from kubectl_porttrace.checks.runner import Issue, issues_of
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
from kubectl_porttrace.model.pod import Container, ContainerPort, Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, Source, Unread
from kubectl_porttrace.model.workload import Event, Node, Workload
from kubectl_porttrace.report.values import Severity
from kubectl_porttrace.trace.expected import expected_slices
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.service import TracedService, trace_service

NOW = datetime(2026, 11, 21, 3, 10, tzinfo=timezone.utc)
LONG_AGO = NOW - timedelta(days=2)

_numbers = count(1)


def service(
    *ports: dict[str, Any],
    name: str = "web",
    namespace: str = "shop",
    labels: dict[str, str] | None = None,
    annotations: dict[str, str] | None = None,
    status: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    **spec: Any,
) -> Service:
    """A ClusterIP Service on port 80 that selects `app: web`; spec fields by their API names (`clusterIP="None"`)."""
    full: dict[str, Any] = {
        "type": "ClusterIP",
        "selector": {"app": "web"},
        "ports": list(ports) or [{"port": 80}],
        "ipFamilies": ["IPv4"],
        "internalTrafficPolicy": "Cluster",
        **spec,
    }
    if full["type"] == "ExternalName":
        full.pop("ipFamilies")
    elif "clusterIP" not in full:
        addresses = {"IPv4": "10.96.0.10", "IPv6": "fd00:96::10"}
        full["clusterIPs"] = [addresses[family] for family in full["ipFamilies"]]
        full["clusterIP"] = full["clusterIPs"][0]
    return msgspec.convert(
        {
            "metadata": {
                "name": name,
                "namespace": namespace,
                "labels": labels or {},
                "annotations": annotations or {},
                "uid": f"uid-{namespace}-{name}",
                "creationTimestamp": LONG_AGO,
                **(metadata or {}),
            },
            "spec": full,
            "status": status or {},
        },
        Service,
    )


def headless(*ports: dict[str, Any], **spec: Any) -> Service:
    """The same Service without a cluster IP."""
    return service(*ports, clusterIP="None", clusterIPs=["None"], **spec)


def port(number: int, name: str = "", protocol: str = "TCP") -> ContainerPort:
    """A container port."""
    return ContainerPort(container_port=number, name=name, protocol=protocol)


def container(*ports: ContainerPort, name: str = "app", **fields: Any) -> Container:
    """A container; further fields by their Python names or as API JSON under `spec`."""
    raw = fields.pop("spec", {})
    base = msgspec.convert({"name": name, **raw}, Container)
    return msgspec.structs.replace(base, ports=ports or base.ports, **fields)


def sidecar(*ports: ContainerPort, name: str = "proxy", **fields: Any) -> Container:
    """A sidecar: an init container that keeps running."""
    return container(*ports, name=name, restart_policy="Always", **fields)


def pod(
    *containers: Container,
    name: str = "",
    namespace: str = "shop",
    labels: dict[str, str] | None = None,
    init: Sequence[Container] = (),
    ready: bool = True,
    terminating: bool = False,
    phase: str = "Running",
    ips: Sequence[str] | None = None,
    node: str = "node-0",
    owner: tuple[str, str] | None = None,
    created: datetime = LONG_AGO,
    metadata: dict[str, Any] | None = None,
    spec: dict[str, Any] | None = None,
    status: dict[str, Any] | None = None,
) -> Pod:
    """A ready pod `app: web` with one container that declares nothing, on node-0, with an address of its own."""
    number = next(_numbers)
    name = name or f"web-{number}"
    addresses = [f"10.244.{number // 250}.{number % 250 + 1}"] if ips is None else list(ips)
    meta: dict[str, Any] = {
        "name": name,
        "namespace": namespace,
        "labels": {"app": "web"} if labels is None else labels,
        "uid": f"uid-{name}",
        "creationTimestamp": created,
        **({"deletionTimestamp": NOW - timedelta(minutes=5)} if terminating else {}),
        **({"ownerReferences": [{"kind": owner[0], "name": owner[1], "controller": True}]} if owner else {}),
        **(metadata or {}),
    }
    conditions = [{"type": "Ready", "status": "True" if ready else "False", "lastTransitionTime": LONG_AGO}]
    return msgspec.convert(
        {
            "metadata": meta,
            "spec": {
                "containers": msgspec.to_builtins(containers or (container(),)),
                "initContainers": msgspec.to_builtins(tuple(init)),
                "nodeName": node,
                **(spec or {}),
            },
            "status": {
                "phase": phase,
                "podIP": addresses[0] if addresses else "",
                "podIPs": [{"ip": ip} for ip in addresses],
                "conditions": conditions,
                **(status or {}),
            },
        },
        Pod,
    )


def template(*containers: Container, of: str = "Deployment/web", namespace: str = "shop", **fields: Any) -> Pod:
    """A workload's template standing for its pods, as manifests are read."""
    made = pod(*containers, name=of.partition("/")[2], namespace=namespace, ips=(), node="", phase="", **fields)
    return msgspec.structs.replace(made, template_of=of)


def workload(kind: str, name: str, *, namespace: str = "shop", **fields: Any) -> Workload:
    """A workload; `spec` and `metadata` by their API names."""
    meta = {"name": name, "namespace": namespace, "uid": f"uid-{kind}-{name}", "creationTimestamp": LONG_AGO}
    return msgspec.convert(
        {"kind": kind, "metadata": {**meta, **fields.get("metadata", {})}, "spec": fields.get("spec", {})}, Workload
    )


def node(name: str = "node-0", labels: dict[str, str] | None = None) -> Node:
    """A node."""
    return msgspec.convert({"metadata": {"name": name, "labels": labels or {}}}, Node)


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
            name=name or f"{service}-{next(_numbers)}",
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


def event(
    reason: str,
    message: str = "it failed",
    *,
    kind: str = "Service",
    name: str = "web",
    namespace: str = "shop",
    ago: timedelta | None = timedelta(minutes=1),
) -> Event:
    """An event about the Service `web`, a minute ago; `ago` is None for one without a time."""
    return Event(
        involved_object=ObjectReference(kind=kind, name=name, namespace=namespace),
        reason=reason,
        message=message,
        last_timestamp=None if ago is None else NOW - ago,
    )


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


def cluster(
    *objects: Service | Pod | Workload | Node | Endpoints | EndpointSlice,
    unread: Sequence[Unread] = (),
    published: bool = True,
    observed_at: datetime = NOW,
    **fields: Any,
) -> Snapshot:
    """A snapshot of a converged cluster that holds these objects, and node-0 unless there are other nodes.

    Args:
        objects: what is in it.
        unread: what could not be read.
        published: whether to add the slices that the controller makes.
        observed_at: when it was read.
        fields: further fields of the Snapshot.
    """

    def those(kind: type) -> tuple[Any, ...]:
        return tuple(thing for thing in objects if isinstance(thing, kind))

    snapshot = Snapshot(
        source=Source("cluster", context="test", server="https://127.0.0.1:6443"),
        observed_at=observed_at,
        services=those(Service),
        endpoint_slices=those(EndpointSlice),
        endpoints=those(Endpoints),
        pods=those(Pod),
        nodes=those(Node) or (node(),),
        workloads=those(Workload),
        unread=tuple(unread),
        **fields,
    )
    if not published:
        return snapshot
    made = (piece for each in snapshot.services for piece in slices_for(snapshot, each))
    return replace(snapshot, endpoint_slices=(*snapshot.endpoint_slices, *made))


def manifests(*objects: Service | Pod | Workload | Endpoints | EndpointSlice) -> Snapshot:
    """A snapshot of files that hold these objects and nothing else."""
    unread = tuple(Unread(resource, None, "not-requested", "the files hold none") for resource in ("nodes", "events"))
    return cluster(*objects, published=False, recorded=False, unread=unread)


def traced(*objects: Any, **fields: Any) -> TracedService:
    """The first Service among the objects of a converged cluster, followed."""
    snapshot = cluster(*objects, **fields)
    return trace_service(snapshot, snapshot.services[0])


def in_files(*objects: Any) -> TracedService:
    """The first Service among the objects of files that hold nothing else, followed."""
    snapshot = manifests(*objects)
    return trace_service(snapshot, snapshot.services[0])


def forbidden(resource: str, namespace: str | None = None) -> Unread:
    """A resource the caller may not list."""
    return Unread(resource, namespace, "forbidden", f"cannot list {resource}")


def found(check: Check, subject: TracedService) -> list[Found]:
    """What one check alone says of a traced Service, without guards and folding."""
    return list(check.run(subject))


def judged(subject: TracedService) -> dict[str, Issue]:
    """What all checks together say of a traced Service, by code, after guards and folding."""
    return {issue.check.code: issue for issue in issues_of(subject, all_checks().values())}


def problems(subject: TracedService) -> list[Issue]:
    """The root causes among what all checks together say: errors and warnings."""
    return [issue for issue in issues_of(subject, all_checks().values()) if issue.severity != "note"]


def serious(subject: TracedService) -> dict[str, Severity]:
    """The errors and warnings among them, by code."""
    return {code: issue.severity for code, issue in judged(subject).items() if issue.severity != "note"}
