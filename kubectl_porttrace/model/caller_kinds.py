"""The kinds because of which the API server or Prometheus calls Services, and those that say which Prometheus does."""

from functools import partial
from typing import Final

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.prometheus import Prometheus
from kubectl_porttrace.model.referrers.api_service import APIService, api_service_references
from kubectl_porttrace.model.referrers.custom_resource_definition import CustomResourceDefinition, conversion_references
from kubectl_porttrace.model.referrers.monitor import Monitor, monitor_references
from kubectl_porttrace.model.referrers.webhook import WebhookConfiguration, webhook_references

_MONITORING: Final = "monitoring.coreos.com/v1"
_AGENTS: Final = "monitoring.coreos.com/v1alpha1"

_called = partial(Kind, namespaced=False, needed=False, crosses=True)
_webhooks = partial(
    _called, api_version="admissionregistration.k8s.io/v1", model=WebhookConfiguration, references=webhook_references
)
_monitor = partial(
    Kind,
    api_version=_MONITORING,
    model=Monitor,
    needed=False,
    selects=monitor_references,
    built_in=False,
    crosses=True,
)
_prometheus = partial(Kind, model=Prometheus, needed=False, built_in=False)

CALLER_KINDS: tuple[Kind, ...] = (
    _webhooks("MutatingWebhookConfiguration", "mutatingwebhookconfigurations"),
    _webhooks("ValidatingWebhookConfiguration", "validatingwebhookconfigurations"),
    _called("APIService", "apiservices", "apiregistration.k8s.io/v1", APIService, references=api_service_references),
    _called(
        "CustomResourceDefinition",
        "customresourcedefinitions",
        "apiextensions.k8s.io/v1",
        CustomResourceDefinition,
        references=conversion_references,
        short_names=("crd", "crds"),
        heavy=True,
    ),
    _monitor("ServiceMonitor", "servicemonitors", short_names=("smon",)),
    _monitor("PodMonitor", "podmonitors", short_names=("pmon",)),
    _prometheus("Prometheus", "prometheuses", _MONITORING),
    _prometheus("PrometheusAgent", "prometheusagents", _AGENTS),
)
