"""What the API server calls, and monitors, that start valid: they name port 443 of, or select, the Service `web`."""

from typing import Any

import msgspec

from kubectl_porttrace.model.network_policy import Namespace
from kubectl_porttrace.model.prometheus import Prometheus
from kubectl_porttrace.model.referrers.api_service import APIService
from kubectl_porttrace.model.referrers.custom_resource_definition import CustomResourceDefinition
from kubectl_porttrace.model.referrers.monitor import Monitor
from kubectl_porttrace.model.referrers.webhook import WebhookConfiguration
from tests.build.times import LONG_AGO

HTTPS = {"name": "https", "port": 443, "targetPort": 9443}
"""The port of a Service that the API server is to call."""

PODS = {"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"], "scope": "*"}
"""The rule of a webhook that is asked about new pods."""


def webhook(
    port: int | None = None, *, to: str = "web", namespace: str = "shop", name: str = "check.example.com", **more: Any
) -> dict[str, Any]:
    """One webhook about new pods in every namespace, whose requests fail where it does not answer."""
    service = {"namespace": namespace, "name": to, **({"port": port} if port else {})}
    return {"name": name, "clientConfig": {"service": service}, "rules": [PODS], "failurePolicy": "Fail", **more}


def webhooks(*hooks: dict[str, Any], name: str = "checks", prefix: str = "Validating") -> WebhookConfiguration:
    """A configuration of webhooks; of one that starts valid, if none is given."""
    metadata = {"name": name, "uid": f"uid-{name}", "creationTimestamp": LONG_AGO}
    kind = f"{prefix}WebhookConfiguration"
    return msgspec.convert(
        {"kind": kind, "metadata": metadata, "webhooks": list(hooks) or [webhook()]}, WebhookConfiguration
    )


def api_service(
    port: int | None = None, *, to: str = "web", namespace: str = "shop", condition: dict[str, str] | None = None
) -> APIService:
    """The APIService of `metrics.example.com/v1`; `condition` is its condition Available."""
    service = {"namespace": namespace, "name": to, **({"port": port} if port else {})}
    spec = {"group": "metrics.example.com", "version": "v1", "service": service}
    metadata = {"name": "v1.metrics.example.com", "uid": "uid-api", "creationTimestamp": LONG_AGO}
    conditions = [{"type": "Available", **condition}] if condition else []
    return msgspec.convert({"metadata": metadata, "spec": spec, "status": {"conditions": conditions}}, APIService)


def custom_resource_definition(
    port: int | None = None, *, to: str = "web", namespace: str = "shop"
) -> CustomResourceDefinition:
    """The definition of `crontabs.example.com`, of two versions between which a webhook converts."""
    service = {"namespace": namespace, "name": to, **({"port": port} if port else {})}
    spec = {
        "group": "example.com",
        "names": {"plural": "crontabs", "kind": "CronTab"},
        "versions": [{"name": "v1", "served": True, "storage": True}, {"name": "v1beta1", "served": True}],
        "conversion": {"strategy": "Webhook", "webhook": {"clientConfig": {"service": service}}},
    }
    metadata = {"name": "crontabs.example.com", "uid": "uid-crd", "creationTimestamp": LONG_AGO}
    return msgspec.convert({"metadata": metadata, "spec": spec}, CustomResourceDefinition)


def monitor(
    *endpoints: dict[str, Any],
    kind: str = "ServiceMonitor",
    name: str = "web",
    namespace: str = "shop",
    labels: dict[str, str] | None = None,
    **spec: Any,
) -> Monitor:
    """A monitor of `app: web` in its own namespace, that scrapes the port `http`."""
    field = "endpoints" if kind == "ServiceMonitor" else "podMetricsEndpoints"
    metadata = {"name": name, "namespace": namespace, "labels": labels or {}, "creationTimestamp": LONG_AGO}
    whole = {"selector": {"matchLabels": {"app": "web"}}, field: list(endpoints) or [{"port": "http"}], **spec}
    return msgspec.convert({"kind": kind, "metadata": metadata, "spec": whole}, Monitor)


def prometheus(
    *, kind: str = "Prometheus", name: str = "k8s", namespace: str = "monitoring", **spec: Any
) -> Prometheus:
    """A Prometheus that selects every ServiceMonitor and PodMonitor, wherever it is."""
    selectors = (f"{what}Monitor{where}Selector" for what in ("service", "pod") for where in ("", "Namespace"))
    metadata = {"name": name, "namespace": namespace, "creationTimestamp": LONG_AGO}
    return msgspec.convert(
        {"kind": kind, "metadata": metadata, "spec": {**{each: {} for each in selectors}, **spec}}, Prometheus
    )


def namespace(name: str = "shop", **labels: str) -> Namespace:
    """A namespace."""
    return msgspec.convert({"metadata": {"name": name, "labels": labels, "creationTimestamp": LONG_AGO}}, Namespace)
