"""NetworkPolicies and namespaces that start valid."""

from typing import Any, TypeVar

import msgspec

from kubectl_porttrace.model.cluster_policy import (
    AdminNetworkPolicy,
    BaselineAdminNetworkPolicy,
    ClusterNetworkPolicy,
    ClusterPolicy,
)
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


def cluster_policy(name: str = "c", tier: str = "Admin", priority: int = 10, **spec: Any) -> ClusterNetworkPolicy:
    """A ClusterNetworkPolicy about every pod; spec fields by their API names."""
    return _cluster_wide(ClusterNetworkPolicy, name, {"tier": tier, "priority": priority, **spec})


def admin_policy(name: str = "a", priority: int = 10, **spec: Any) -> AdminNetworkPolicy:
    """An AdminNetworkPolicy about every pod."""
    return _cluster_wide(AdminNetworkPolicy, name, {"priority": priority, **spec})


def baseline(**spec: Any) -> BaselineAdminNetworkPolicy:
    """The BaselineAdminNetworkPolicy, about every pod."""
    return _cluster_wide(BaselineAdminNetworkPolicy, "default", spec)


Wide = TypeVar("Wide", bound=ClusterPolicy)


def _cluster_wide(model: type[Wide], name: str, spec: dict[str, Any]) -> Wide:
    return msgspec.convert({"metadata": {"name": name}, "spec": {"subject": {"namespaces": {}}, **spec}}, model)
