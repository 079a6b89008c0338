"""NetworkPolicies and namespaces that start valid."""

from typing import Any

import msgspec

from kubectl_porttrace.model.network_policy import Namespace, NetworkPolicy
from tests.build.times import LONG_AGO


def policy(
    name: str = "web", namespace: str = "shop", annotations: dict[str, str] | None = None, **spec: Any
) -> NetworkPolicy:
    """A NetworkPolicy that selects `app: web` and isolates for ingress; spec fields by their API names."""
    metadata = {"name": name, "namespace": namespace, "uid": f"uid-{name}", "creationTimestamp": LONG_AGO}
    chosen = {"podSelector": {"matchLabels": {"app": "web"}}, **spec}
    return msgspec.convert({"metadata": {**metadata, "annotations": annotations or {}}, "spec": chosen}, NetworkPolicy)


def namespace(name: str = "shop", **labels: str) -> Namespace:
    """A namespace with these labels, beside the one that every namespace has."""
    every = {"kubernetes.io/metadata.name": name}
    return msgspec.convert({"metadata": {"name": name, "labels": {**labels, **every}}}, Namespace)
