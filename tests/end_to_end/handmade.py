"""Endpoints and slices as somebody writes them by hand, for Services whose endpoints no controller computes."""

from __future__ import annotations

from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.objects import service, service_port

SKIP_MIRROR = "endpointslice.kubernetes.io/skip-mirror"


def selectorless(name: str, *ports: Manifest, **spec: Any) -> Manifest:
    """Return a Service without a selector, of one port `http` 80 to 8080 unless said otherwise."""
    return service(name, *(ports or (service_port(80, 8080, "http"),)), selector={}, **spec)


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
