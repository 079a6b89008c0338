"""Endpoints and slices as somebody writes them by hand, for Services whose endpoints no controller computes."""

from __future__ import annotations

from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import service, service_port

SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror"


def selectorless(name: str, *ports: Manifest, **spec: Any) -> Manifest:
    """Return a Service without a selector, of one port `http` 80 to 8080 unless said otherwise."""
    return service(name, *(ports or (service_port(80, 8080, "http"),)), selector={}, **spec)


def remove_selector(namespace: Namespace, name: str) -> None:
    """Take the selector from a Service whose pods are published, and return when its controllers know of it.

    Its Endpoints are mirrored from then on. All controllers read one and the same copy of the Service, so none gives
    its slices other pods after that.
    """
    namespace.wait_for(lambda: _has_subsets(namespace, name), f"the Endpoints of {name}")
    namespace.patch("Service", name, {"spec": {"selector": None}})
    namespace.wait_for_slices(name, lambda slices: any(map(_is_mirrored, slices)))


def _has_subsets(namespace: Namespace, name: str) -> bool:
    return any(each["metadata"]["name"] == name and each.get("subsets") for each in namespace.objects("Endpoints"))


def _is_mirrored(slice_: Manifest) -> bool:
    managed_by = slice_["metadata"]["labels"].get("endpointslice.kubernetes.io/managed-by")
    return bool(managed_by == "endpointslicemirroring-controller.k8s.io")


def endpoints(
    name: str,
    *addresses: str,
    ports: tuple[Manifest, ...] = ({"name": "http", "port": 8080},),
    not_ready: tuple[str, ...] = (),
    labels: dict[str, str] | None = None,
    annotations: dict[str, str] | None = None,
) -> Manifest:
    """Return an Endpoints object of one subset."""
    listed = {"addresses": [{"ip": ip} for ip in addresses], "notReadyAddresses": [{"ip": ip} for ip in not_ready]}
    subset = {key: value for key, value in listed.items() if value} | {"ports": list(ports)}
    metadata = {"name": name, "labels": labels or {}, "annotations": annotations or {}}
    return {"apiVersion": "v1", "kind": "Endpoints", "metadata": metadata, "subsets": [subset]}
