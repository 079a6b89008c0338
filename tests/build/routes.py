"""Ingresses and routes that start valid: one path, to port 80 of the Service `web`."""

from typing import Any

import msgspec

from kubectl_porttrace.model.referrers.ingress import Ingress, IngressClass
from tests.build.times import LONG_AGO


def ingress(
    port: int | str = 80,
    *,
    to: str = "web",
    name: str = "shop",
    namespace: str = "shop",
    path: str = "/",
    host: str = "",
    metadata: dict[str, Any] | None = None,
    status: dict[str, Any] | None = None,
    **spec: Any,
) -> Ingress:
    """An Ingress of one path; `port` is a number or a name. Further spec fields by their API names."""
    backend = {"service": {"name": to, "port": named_port(port)}}
    paths = [{"path": path, "pathType": "Prefix", "backend": backend}]
    rule = {"http": {"paths": paths}, **({"host": host} if host else {})}
    meta = {"name": name, "namespace": namespace, "uid": f"uid-ing-{name}", "creationTimestamp": LONG_AGO}
    return msgspec.convert(
        {"metadata": {**meta, **(metadata or {})}, "spec": {"rules": [rule], **spec}, "status": status or {}}, Ingress
    )


def named_port(port: int | str) -> dict[str, int | str]:
    """`service.port` of a backend."""
    return {"name": port} if isinstance(port, str) else {"number": port}


def ingress_class(
    name: str = "nginx", controller: str = "k8s.io/ingress-nginx", *, default: bool = False, **metadata: Any
) -> IngressClass:
    """An IngressClass, of ingress-nginx."""
    annotations = {"ingressclass.kubernetes.io/is-default-class": "true"} if default else {}
    meta = {"name": name, "uid": f"uid-class-{name}", "creationTimestamp": LONG_AGO, "annotations": annotations}
    return msgspec.convert({"metadata": {**meta, **metadata}, "spec": {"controller": controller}}, IngressClass)
