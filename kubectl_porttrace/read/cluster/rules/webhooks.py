"""Around webhooks: the labels of the namespaces their Services are in, where they are asked about some namespaces only.

A webhook that is asked about new pods of its own namespace, and does not answer, keeps its own pods from being created.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.referrers.webhook import Webhook, WebhookConfiguration
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _further(known: Known) -> Iterator[Query]:
    namespaces = {
        service.namespace
        for each in known.snapshot.all_of(WebhookConfiguration)
        for webhook in each.webhooks
        if (service := webhook.client_config.service) is not None and _is_asked_in_some(webhook)
    }
    about = {service.namespace for service in known.snapshot.services if known.question.concerns(service)}
    for namespace in sorted(namespaces & about):
        yield Query("Namespace", None, name=namespace)


def _is_asked_in_some(webhook: Webhook) -> bool:
    return webhook.namespace_selector != LabelSelector()


RULE = Rule(further=_further)
