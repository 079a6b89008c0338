"""Which queries a question needs, one module for each kind of object; a module here is found by itself."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.rule import RuleOccasion


def _addresses(question: Question) -> bool:
    return bool(question.addresses)


def _referrers(question: Question) -> bool:
    return bool(question.referrers)


def _urls(question: Question) -> bool:
    return bool(question.urls)


def _uses(question: Question) -> bool:
    return question.used


OCCASIONS: Final[Mapping[str, RuleOccasion]] = MappingProxyType(
    {
        "addresses": RuleOccasion(asked=_addresses),
        "consumers": RuleOccasion(kinds=("HTTPRoute", "Ingress")),
        "gateways": RuleOccasion(asked=_referrers, kinds=("HTTPRoute", "Gateway", "ListenerSet")),
        "istio": RuleOccasion(asked=_referrers, kinds=("VirtualService",)),
        "monitors": RuleOccasion(kinds=("ServiceMonitor",)),
        "urls": RuleOccasion(asked=_urls),
        "uses": RuleOccasion(asked=_uses),
        "webhooks": RuleOccasion(kinds=("ValidatingWebhookConfiguration",)),
    }
)
"""Modules that mostly have nothing to ask for, and when they have; a kind stands for all that share its struct."""
