"""Builders of API objects that start valid: a test states only what differs. All return plain JSON values."""

from __future__ import annotations

from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.nodes import HAND_NODES, KWOK_LABEL, hand_toleration

IMAGE = "example.test/app:1"


def container_port(number: int, name: str | None = None, protocol: str | None = None, **more: Any) -> Manifest:
    """Return an entry of a container's ports; what is None stays unset, for the API server to default."""
    return _given(containerPort=number, name=name, protocol=protocol, **more)


def container(name: str = "app", *ports: Manifest | int, **more: Any) -> Manifest:
    """Return a container; a port that is a number is that containerPort. `more` has the API's own field names."""
    declared = [container_port(port) if isinstance(port, int) else port for port in ports]
    return {"name": name, "image": IMAGE, "ports": declared, **more}


def sidecar(name: str = "sidecar", *ports: Manifest | int, **more: Any) -> Manifest:
    """Return an init container that keeps running: a sidecar of KEP-753."""
    return container(name, *ports, restartPolicy="Always", **more)


def service_port(
    port: int = 80,
    target_port: int | str | None = None,
    name: str | None = None,
    protocol: str | None = None,
    node_port: int | None = None,
    **more: Any,
) -> Manifest:
    """Return an entry of a Service's ports; what is None stays unset, for the API server to default."""
    return _given(port=port, targetPort=target_port, name=name, protocol=protocol, nodePort=node_port, **more)


def service(name: str = "web", *ports: Manifest, selector: dict[str, str] | None = None, **spec: Any) -> Manifest:
    """Return a Service of one port 80, selecting app=NAME; `selector={}` gives one without. `spec` is the API's."""
    selected = {"app": name} if selector is None else selector
    whole = {"ports": list(ports) or [service_port()]} | ({"selector": selected} if selected else {}) | spec
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": whole}


def pod(
    name: str = "web-0",
    *containers: Manifest,
    labels: dict[str, str] | None = None,
    init_containers: tuple[Manifest, ...] = (),
    node: str | None = HAND_NODES[0],
    **spec: Any,
) -> Manifest:
    """Return a pod labelled app=web, bound to a node managed by hand; `node=None` leaves it to the scheduler."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": "web"} if labels is None else labels},
        "spec": _pod_spec(containers, init_containers) | ({"nodeName": node} if node else {}) | spec,
    }


def workload(
    kind: str = "Deployment",
    name: str = "web",
    *containers: Manifest,
    replicas: int = 1,
    labels: dict[str, str] | None = None,
    init_containers: tuple[Manifest, ...] = (),
    by_hand: bool = False,
    pod_spec: Manifest | None = None,
    **spec: Any,
) -> Manifest:
    """Return a Deployment, StatefulSet, DaemonSet or ReplicaSet of pods labelled app=NAME (or `labels`).

    kwok makes its pods Ready; `by_hand` places them on the nodes where they stay Pending until a test patches them.
    """
    labels = {"app": name} if labels is None else labels
    placed = {"nodeSelector": {KWOK_LABEL: str(not by_hand).lower()}, "tolerations": [hand_toleration()]}
    template = {"metadata": {"labels": labels}, "spec": _pod_spec(containers, init_containers) | placed}
    template["spec"] |= pod_spec or {}
    sized = {} if kind == "DaemonSet" else {"replicas": replicas}
    named = {"serviceName": name} if kind == "StatefulSet" else {}
    whole = {"selector": {"matchLabels": labels}, "template": template} | sized | named | spec
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name}, "spec": whole}


def deployment(name: str = "web", *containers: Manifest, **more: Any) -> Manifest:
    """Return a Deployment; `more` as of `workload`."""
    return workload("Deployment", name, *containers, **more)


def endpoint_slice(
    name: str,
    service_name: str,
    *endpoints: Manifest | str,
    ports: tuple[Manifest, ...] = ({"name": "", "port": 80},),
    address_type: str = "IPv4",
) -> Manifest:
    """Return a slice made by hand for a Service without a selector; an endpoint that is text is a ready address."""
    listed = [
        {"addresses": [each], "conditions": {"ready": True}} if isinstance(each, str) else each for each in endpoints
    ]
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {"name": name, "labels": {"kubernetes.io/service-name": service_name}},
        "addressType": address_type,
        "endpoints": listed,
        "ports": list(ports),
    }


def _pod_spec(containers: tuple[Manifest, ...], init_containers: tuple[Manifest, ...]) -> Manifest:
    return {"containers": list(containers) or [container()]} | (
        {"initContainers": list(init_containers)} if init_containers else {}
    )


def _given(**fields: Any) -> Manifest:
    return {name: value for name, value in fields.items() if value is not None}
