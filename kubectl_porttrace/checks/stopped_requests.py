"""Which requests a webhook is asked about, in words: they fail, or pass unseen, while it does not answer."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.referrers.webhook import RuleWithOperations, Webhook
from kubectl_porttrace.trace.policies.labels import NAME_LABEL

_OPERATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"CREATE": "create", "UPDATE": "update", "DELETE": "delete", "CONNECT": "connect"}
)
_EVERY: Final = "*"


def requests_in_words(webhooks: Iterable[Webhook]) -> str:
    """The requests: `create or update of pods and deployments.apps in every namespace but kube-system`."""
    whole = dict.fromkeys(_asked(webhook, rule) for webhook in webhooks for rule in webhook.rules)
    return some(list(whole), shown=2)


def _asked(webhook: Webhook, rule: RuleWithOperations) -> str:
    parts = (
        f"{_operations(rule)} of {_resources(rule)}",
        _namespaces(webhook.namespace_selector) if rule.scope != "Cluster" else "",
        _objects(webhook.object_selector),
        "as far as its matchConditions hold" if webhook.match_conditions else "",
    )
    return " ".join(filter(None, parts))


def _operations(rule: RuleWithOperations) -> str:
    if _EVERY in rule.operations:
        return "create, update or delete"
    return _either([word for each, word in _OPERATIONS.items() if each in rule.operations])


def _resources(rule: RuleWithOperations) -> str:
    named = [_resource(group, resource) for group in rule.api_groups for resource in rule.resources]
    return some(list(dict.fromkeys(named)), shown=4)


def _resource(group: str, resource: str) -> str:
    """As kubectl writes it: `pods`, `deployments.apps`, `pods/status`."""
    of, slash, part = resource.partition("/")
    every = of == _EVERY
    if every and group == _EVERY:
        what = "every resource"
    elif every:
        what = f"every resource of {group or 'the core group'}"
    else:
        what = of if group in {"", _EVERY} else f"{of}.{group}"
    if not slash or (every and part == _EVERY):
        return what
    return f"{what}/{part}" if not every else f"/{part} of {what}"


def _namespaces(selector: LabelSelector) -> str:
    """Where: by name, where a selector asks for names alone."""
    conditions = selector.match_expressions
    if not selector.match_labels and not conditions:
        return "in every namespace"
    if set(selector.match_labels) == {NAME_LABEL} and not conditions:
        return f"in namespace {selector.match_labels[NAME_LABEL]}"
    if not selector.match_labels and len(conditions) == 1 and conditions[0].key == NAME_LABEL:
        names = some(conditions[0].values)
        if conditions[0].operator == "NotIn":
            return f"in every namespace but {names}"
        if conditions[0].operator == "In":
            return f"in namespace {names}"
    return f"in namespaces with {selector}"


def _objects(selector: LabelSelector) -> str:
    return f"with {selector}" if selector.match_labels or selector.match_expressions else ""


def _either(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)
