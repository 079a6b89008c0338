"""Admission webhooks: which requests the API server asks them about, and what happens where they do not answer."""

from collections.abc import Iterator

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import Reference, Referrer
from kubectl_porttrace.model.referrers.client_config import WebhookClientConfig, called

DEFAULT_TIMEOUT = 10
"""Seconds that a request waits for a webhook (`SetDefaults_ValidatingWebhook`, `SetDefaults_MutatingWebhook`)."""


class RuleWithOperations(Value, frozen=True):
    """One item of `rules`: operations on resources, `*` for all of them."""

    operations: tuple[str, ...] = ()
    api_groups: tuple[str, ...] = ()
    api_versions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    scope: str = "*"


class MatchCondition(Value, frozen=True):
    """One item of `matchConditions`, by its name: its expression is not evaluated here."""

    name: str = ""


class Webhook(Value, frozen=True):
    """One item of `webhooks`, with the API server's defaults."""

    name: str = ""
    client_config: WebhookClientConfig = WebhookClientConfig()
    rules: tuple[RuleWithOperations, ...] = ()
    failure_policy: str = "Fail"
    namespace_selector: LabelSelector = LabelSelector()
    object_selector: LabelSelector = LabelSelector()
    match_conditions: tuple[MatchCondition, ...] = ()
    timeout_seconds: int = DEFAULT_TIMEOUT


class WebhookConfiguration(KubernetesObject, frozen=True):
    """A MutatingWebhookConfiguration or ValidatingWebhookConfiguration, as `kind` says."""

    kind: str = ""
    metadata: AnnotatedMeta = AnnotatedMeta()
    webhooks: tuple[Webhook, ...] = ()


def webhook_references(configuration: WebhookConfiguration) -> Iterator[Reference]:
    """The Services of the webhooks that have no URL instead."""
    referrer = Referrer(configuration.kind, "", configuration.name)
    for place, webhook in enumerate(configuration.webhooks):
        if webhook.client_config.service is not None:
            yield called(referrer, webhook.client_config.service, f"webhooks[{place}].clientConfig.service")
