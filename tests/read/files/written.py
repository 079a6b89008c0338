"""Manifests as they are written, read."""

import io
import json
from typing import Any

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.read.files.manifests import read_files

SERVICE: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web"},
    "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
}
NODE: dict[str, Any] = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node-0"}}


def of(kind: str, name: str = "web", **fields: Any) -> dict[str, Any]:
    groups = {"EndpointSlice": "discovery.k8s.io/v1", "Deployment": "apps/v1", "StatefulSet": "apps/v1"}
    metadata = {"name": name, **fields.pop("metadata", {})}
    return {"apiVersion": groups.get(kind, "v1"), "kind": kind, "metadata": metadata, **fields}


def read(*objects: dict[str, Any] | str, namespace: str = "default") -> Snapshot:
    content = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in objects)
    return read_files(["-"], recursive=False, namespace=namespace, stdin=io.BytesIO(content.encode()))


def unread(snapshot: Snapshot) -> set[str]:
    return {each.resource for each in snapshot.unread}


RECORDED = of(
    "EndpointSlice", metadata={"uid": "1", "namespace": "shop"}, addressType="IPv4", endpoints=None, ports=None
)
