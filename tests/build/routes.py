"""Ingresses and routes that start valid: one path, to port 80 of the Service `web`."""

from typing import Any

import msgspec

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.referrers.ingress import Ingress, IngressClass
from tests.build.times import LONG_AGO

SERVED: dict[str, Any] = {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}
"""`status` of an Ingress that has an address."""

CONTROLLER = "example.com/gateway-controller"


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
    """An Ingress of one path that somebody serves; `port` is a number or a name. Further spec fields as in the API."""
    backend = {"service": {"name": to, "port": named_port(port)}}
    paths = [{"path": path, "pathType": "Prefix", "backend": backend}]
    rule = {"http": {"paths": paths}, **({"host": host} if host else {})}
    meta = {"name": name, "namespace": namespace, "uid": f"uid-ing-{name}", "creationTimestamp": LONG_AGO}
    return msgspec.convert(
        {
            "metadata": {**meta, **(metadata or {})},
            "spec": {"rules": [rule], **spec},
            "status": SERVED if status is None else status,
        },
        Ingress,
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


def gateway(
    *listeners: dict[str, Any],
    name: str = "edge",
    namespace: str = "infra",
    status: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
    **spec: Any,
) -> KubernetesObject:
    """A Gateway in another namespace than the routes', with one listener for HTTP that takes routes of all."""
    full = {"gatewayClassName": "example", "listeners": list(listeners) or [listener()], **spec}
    return _object("Gateway", name, namespace, full, metadata, status)


def listener(name: str = "http", port: int = 80, protocol: str = "HTTP", **fields: Any) -> dict[str, Any]:
    """A listener that takes routes of all namespaces; `allowedRoutes=None` leaves that out."""
    allowed = {"allowedRoutes": {"namespaces": {"from": "All"}}, **fields}
    return {"name": name, "port": port, "protocol": protocol, **{key: each for key, each in allowed.items() if each}}


def gateway_class(name: str = "example", controller: str = CONTROLLER) -> KubernetesObject:
    """The GatewayClass of these Gateways."""
    return _object("GatewayClass", name, "", {"controllerName": controller})


def listener_set(
    *listeners: dict[str, Any], name: str = "more", namespace: str = "shop", status: dict[str, Any] | None = None
) -> KubernetesObject:
    """A ListenerSet of the Gateway."""
    spec = {"parentRef": {"name": "edge", "namespace": "infra"}, "listeners": list(listeners) or [listener()]}
    return _object("ListenerSet", name, namespace, spec, None, status)


def backend(port: int = 80, to: str = "web", **fields: Any) -> dict[str, Any]:
    """A backend: the Service `web`."""
    return {"name": to, "port": port, **fields}


def route(
    *backends: dict[str, Any],
    kind: str = "HTTPRoute",
    name: str = "web",
    namespace: str = "shop",
    parents: list[dict[str, Any]] | None = None,
    hostnames: list[str] | None = None,
    rules: list[dict[str, Any]] | None = None,
    status: dict[str, Any] | None = None,
    metadata: dict[str, Any] | None = None,
) -> KubernetesObject:
    """A route that attaches to the Gateway and has one rule, to port 80 of the Service `web`."""
    spec = {
        "parentRefs": [PARENT] if parents is None else parents,
        "hostnames": hostnames or [],
        "rules": [{"backendRefs": list(backends) or [backend()]}] if rules is None else rules,
    }
    return _object(kind, name, namespace, spec, metadata, status)


PARENT: dict[str, Any] = {"name": "edge", "namespace": "infra"}


def parent_status(
    *conditions: dict[str, Any], parent: dict[str, Any] | None = None, controller: str = CONTROLLER
) -> dict[str, Any]:
    """`status` of a route: what one controller says of one parent."""
    return {"parents": [{"parentRef": parent or PARENT, "controllerName": controller, "conditions": list(conditions)}]}


def condition(type_: str, status: str, reason: str = "", message: str = "", *, generation: int = 1) -> dict[str, Any]:
    """A condition about a generation of the object; objects are of generation 1."""
    return {
        "type": type_,
        "status": status,
        "reason": reason,
        "message": message,
        **({"observedGeneration": generation} if generation else {}),
    }


def grant(
    *, name: str = "shop", namespace: str = "data", kind: str = "HTTPRoute", of: str = "shop", service: str = ""
) -> KubernetesObject:
    """A ReferenceGrant of another namespace for routes of the namespace `shop`, to all Services or one."""
    group = "gateway.networking.k8s.io"
    spec = {
        "from": [{"group": group, "kind": kind, "namespace": of}],
        "to": [{"group": "", "kind": "Service", "name": service}],
    }
    return _object("ReferenceGrant", name, namespace, spec)


def tls_policy(
    section: str = "", *, to: str = "web", name: str = "tls", status: dict[str, Any] | None = None
) -> KubernetesObject:
    """A BackendTLSPolicy for the Service `web`."""
    target = {"group": "", "kind": "Service", "name": to, **({"sectionName": section} if section else {})}
    return _object("BackendTLSPolicy", name, "shop", {"targetRefs": [target]}, None, status)


def custom(
    kind: str, spec: dict[str, Any], *, name: str = "shop", namespace: str = "shop", **metadata: Any
) -> KubernetesObject:
    """An object of a controller's own kind."""
    return _object(kind, name, namespace, spec, metadata)


def _object(
    kind: str,
    name: str,
    namespace: str,
    spec: dict[str, Any],
    metadata: dict[str, Any] | None = None,
    status: dict[str, Any] | None = None,
) -> KubernetesObject:
    model = KIND_BY_NAME[kind].model
    meta = {"name": name, "namespace": namespace, "uid": f"uid-{kind}-{name}", "generation": 1}
    return msgspec.convert(
        {
            "kind": kind,
            "metadata": {**meta, "creationTimestamp": LONG_AGO, **(metadata or {})},
            "spec": spec,
            "status": status or {},
        },
        model,
    )
