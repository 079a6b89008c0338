"""Services, pods, workloads, nodes and events that start valid."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

import msgspec

from kubectl_porttrace.model.container import Container, ContainerPort, InitContainer
from kubectl_porttrace.model.meta import ObjectMeta, ObjectReference
from kubectl_porttrace.model.named import ConfigMap, Secret
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import Event, Workload
from tests.build.numbers import next_number
from tests.build.times import LONG_AGO, NOW


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
    """A ClusterIP Service on port 80 that selects `app: web`; spec fields by their API names (`clusterIP="None"`).

    One of type LoadBalancer has an address, unless `status` is given.
    """
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
        full["clusterIPs"] = _cluster_ips(namespace, name, full["ipFamilies"])
        full["clusterIP"] = full["clusterIPs"][0]
    if full["type"] == "LoadBalancer" and status is None:
        status = {"loadBalancer": {"ingress": [{"ip": "203.0.113.5", "ipMode": "VIP"}]}}
    meta = {
        "name": name,
        "namespace": namespace,
        "labels": labels or {},
        "annotations": annotations or {},
        "uid": f"uid-{namespace}-{name}",
        "creationTimestamp": LONG_AGO,
        **(metadata or {}),
    }
    return msgspec.convert({"metadata": meta, "spec": full, "status": status or {}}, Service)


def _cluster_ips(namespace: str, name: str, families: Sequence[str]) -> list[str]:
    number = 10 if name == "web" else 11 + crc32(f"{namespace}/{name}".encode()) % 60000
    addresses = {"IPv4": f"10.96.{number // 256}.{number % 256}", "IPv6": f"fd00:96::{number}"}
    return [addresses[family] for family in families]


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


def as_init(*made: Container) -> tuple[InitContainer, ...]:
    """The same as init containers."""
    return tuple(msgspec.convert(msgspec.to_builtins(each), InitContainer) for each in made)


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
    number = next_number()
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
    full = {
        "containers": msgspec.to_builtins(containers or (container(),)),
        "initContainers": msgspec.to_builtins(tuple(init)),
        "nodeName": node,
        **(spec or {}),
    }
    reported = {**_pod_status(phase, addresses, ready=ready), **(status or {})}
    return msgspec.convert({"metadata": meta, "spec": full, "status": reported}, Pod)


def _pod_status(phase: str, addresses: Sequence[str], *, ready: bool) -> dict[str, Any]:
    return {
        "phase": phase,
        "podIP": addresses[0] if addresses else "",
        "podIPs": [{"ip": ip} for ip in addresses],
        "conditions": [{"type": "Ready", "status": "True" if ready else "False", "lastTransitionTime": LONG_AGO}],
    }


def template(*containers: Container, of: str = "Deployment/web", namespace: str = "shop", **fields: Any) -> Pod:
    """A workload's template standing for its pods, as manifests are read; `name` where it stands for one of them."""
    name = fields.pop("name", of.partition("/")[2])
    made = pod(*containers, name=name, namespace=namespace, ips=(), node="", phase="", **fields)
    return msgspec.structs.replace(made, template_of=of)


def workload(kind: str, name: str, *, namespace: str = "shop", **fields: Any) -> Workload:
    """A workload; `spec`, `metadata` and `status` by their API names."""
    meta = {"name": name, "namespace": namespace, "uid": f"uid-{kind}-{name}", "creationTimestamp": LONG_AGO}
    return msgspec.convert(
        {
            "kind": kind,
            "metadata": {**meta, **fields.get("metadata", {})},
            "spec": fields.get("spec", {}),
            "status": fields.get("status", {}),
        },
        Workload,
    )


def node(
    name: str = "node-0",
    labels: dict[str, str] | None = None,
    ready: dict[str, Any] | None = None,
    ips: Sequence[str] = (),
    **spec: Any,
) -> Node:
    """A node; `ready` is its Ready condition, without which it is as its metadata alone; `ips` are its InternalIPs."""
    conditions = [{"type": "Ready", **ready}] if ready else []
    metadata = {"name": name, "labels": labels or {}}
    addresses = [{"type": "InternalIP", "address": ip} for ip in ips]
    status = {"conditions": conditions, "addresses": addresses}
    return msgspec.convert({"metadata": metadata, "spec": spec, "status": status}, Node)


def event(
    reason: str,
    message: str = "it failed",
    *,
    kind: str = "Service",
    name: str = "web",
    namespace: str = "shop",
    ago: timedelta | None = timedelta(minutes=1),
    container: str = "",
) -> Event:
    """An event about the Service `web`, a minute ago; `ago` is None for one without a time.

    `container` is the container of a pod it is about, which the kubelet writes as a field path.
    """
    path = f"spec.containers{{{container}}}" if container else ""
    return Event(
        involved_object=ObjectReference(kind=kind, name=name, namespace=namespace, field_path=path),
        reason=reason,
        message=message,
        last_timestamp=None if ago is None else NOW - ago,
    )


def secret(name: str, namespace: str = "shop") -> Secret:
    """A Secret, of which the name is all that is known."""
    return Secret(metadata=ObjectMeta(name=name, namespace=namespace))


def config_map(name: str, namespace: str = "shop") -> ConfigMap:
    """A ConfigMap, likewise."""
    return ConfigMap(metadata=ObjectMeta(name=name, namespace=namespace))
