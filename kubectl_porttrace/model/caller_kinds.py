"""The kinds because of which the API server or Prometheus calls Services, and those that say which Prometheus does."""

from functools import partial
from typing import Final

from kubectl_porttrace.model.kind import Kind

_MONITORING: Final = "monitoring.coreos.com/v1"
_AGENTS: Final = "monitoring.coreos.com/v1alpha1"

_called = partial(Kind, namespaced=False, needed=False, crosses=True)
_webhooks = partial(
    _called,
    api_version="admissionregistration.k8s.io/v1",
    struct="model.referrers.webhook.WebhookConfiguration",
    references="webhook_references",
)
_monitor = partial(
    Kind,
    api_version=_MONITORING,
    struct="model.referrers.monitor.Monitor",
    needed=False,
    selects="monitor_references",
    built_in=False,
    crosses=True,
)
_prometheus = partial(Kind, struct="model.prometheus.Prometheus", needed=False, built_in=False)

CALLER_KINDS: tuple[Kind, ...] = (
    _webhooks("MutatingWebhookConfiguration", "mutatingwebhookconfigurations"),
    _webhooks("ValidatingWebhookConfiguration", "validatingwebhookconfigurations"),
    _called(
        "APIService",
        "apiservices",
        "apiregistration.k8s.io/v1",
        "model.referrers.api_service.APIService",
        references="api_service_references",
    ),
    _called(
        "CustomResourceDefinition",
        "customresourcedefinitions",
        "apiextensions.k8s.io/v1",
        "model.referrers.custom_resource_definition.CustomResourceDefinition",
        references="conversion_references",
        short_names=("crd", "crds"),
        heavy=True,
    ),
    _monitor("ServiceMonitor", "servicemonitors", short_names=("smon",)),
    _monitor("PodMonitor", "podmonitors", short_names=("pmon",)),
    _prometheus("Prometheus", "prometheuses", _MONITORING),
    _prometheus("PrometheusAgent", "prometheusagents", _AGENTS),
)
