"""What the API server calls, and monitors, as they are written to a real control plane."""

from __future__ import annotations

from typing import Any

from tests.cluster.api import ApiError, Manifest, path_of
from tests.cluster.namespace import Namespace

MONITORING = "monitoring.coreos.com"
_VERSIONS = {"ServiceMonitor": "v1", "PodMonitor": "v1", "Prometheus": "v1", "PrometheusAgent": "v1alpha1"}
PLURALS = {
    "ServiceMonitor": "servicemonitors",
    "PodMonitor": "podmonitors",
    "Prometheus": "prometheuses",
    "PrometheusAgent": "prometheusagents",
}


def webhook_configuration(
    namespace: Namespace, *, to: str = "web", kind: str = "Validating", resource: str = "pods", **webhook: Any
) -> Manifest:
    """A configuration of one webhook about one namespace alone, so that other tests go on as before."""
    name = f"{namespace.name}-{to}"
    whole = {
        "name": f"{to}.callers.porttrace.test",
        "clientConfig": {"service": {"namespace": namespace.name, "name": to}},
        "rules": [{"operations": ["CREATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": [resource]}],
        "namespaceSelector": {"matchLabels": {"porttrace.test/asked": namespace.name}},
        "sideEffects": "None",
        "admissionReviewVersions": ["v1"],
        "timeoutSeconds": 1,
        **webhook,
    }
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": f"{kind}WebhookConfiguration",
        "metadata": {"name": name},
        "webhooks": [whole],
    }


def create(namespace: Namespace, manifest: Manifest, plural: str) -> Manifest:
    """Create an object of a kind that the client of the tests does not know."""
    in_namespace = f"namespaces/{manifest['metadata']['namespace']}/" if "namespace" in manifest["metadata"] else ""
    return namespace.api.request("POST", f"/apis/{manifest['apiVersion']}/{in_namespace}{plural}", manifest)


def definition(kind: str) -> Manifest:
    """The definition of a kind of the Prometheus operator, that takes whatever is written."""
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    version = {"name": _VERSIONS[kind], "served": True, "storage": True, "schema": schema}
    names = {"kind": kind, "plural": PLURALS[kind], "singular": kind.lower()}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{PLURALS[kind]}.{MONITORING}"},
        "spec": {"group": MONITORING, "scope": "Namespaced", "names": names, "versions": [version]},
    }


def converted(namespace: Namespace, *, to: str) -> Manifest:
    """The definition of a kind between whose versions a webhook converts."""
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    versions = [{"name": name, "served": True, "storage": name == "v1", "schema": schema} for name in ("v1", "v1beta1")]
    group = f"{namespace.name}.porttrace.test"
    webhook = {
        "conversionReviewVersions": ["v1"],
        "clientConfig": {"service": {"namespace": namespace.name, "name": to}},
    }
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"crontabs.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": "CronTab", "plural": "crontabs", "singular": "crontab"},
            "versions": versions,
            "conversion": {"strategy": "Webhook", "webhook": webhook},
        },
    }


def monitoring(kind: str, namespace: Namespace, name: str, spec: Manifest, **labels: str) -> Manifest:
    """A monitor, or a Prometheus."""
    metadata = {"name": name, "namespace": namespace.name, "labels": labels}
    version = f"{MONITORING}/{_VERSIONS[kind]}"
    return {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}


def wait_until_asked(namespace: Namespace, refused: Manifest, words: str) -> None:
    """Wait until the API server, which watches webhooks and Services, refuses an object and says `words`.

    Nothing is left of what it admits before.
    """

    def asked() -> bool:
        try:
            namespace.api.request("POST", path_of(refused, namespace.name), refused, dryRun="All")
        except ApiError as error:
            return words in str(error)
        return False

    namespace.wait_for(asked, f"the webhook that says {words!r}")
