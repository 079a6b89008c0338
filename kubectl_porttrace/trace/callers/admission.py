"""Which requests an admission webhook is asked about, as the API server decides it."""

from collections.abc import Mapping
from typing import Final

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.referrers.webhook import RuleWithOperations, Webhook

NAMESPACE_NAME: Final = "kubernetes.io/metadata.name"
"""The label with its own name that every namespace has (`SetDefaults_Namespace`)."""

_EVERY: Final = "*"


class Request(msgspec.Struct, frozen=True):
    """A request to create, update or delete an object of the core group that is in a namespace.

    Attributes:
        operation: as rules write it: CREATE.
        resource: the plural: pods.
        namespace: the namespace.
        namespace_labels: its labels; None where they were not read.
        labels: those of the object; None where they are not known.
    """

    operation: str
    resource: str
    namespace: str
    namespace_labels: Mapping[str, str] | None
    labels: Mapping[str, str] | None


def is_asked(webhook: Webhook, request: Request) -> bool | None:
    """Whether the API server asks a webhook about a request; None where what was read does not tell.

    What the conditions of `matchConditions` make of it is not known here. Resources of the core group have no
    equivalents in another, so that `matchPolicy` does not matter.

    Source: `k8s.io/apiserver/pkg/admission/plugin/webhook/generic/webhook.go:ShouldCallHook`.
    """
    if not any(_rule_matches(rule, request) for rule in webhook.rules):
        return False
    in_namespace = _selects(webhook.namespace_selector, _labels_of_namespace(webhook.namespace_selector, request))
    of_object = _selects(webhook.object_selector, request.labels)
    if False in {in_namespace, of_object}:
        return False
    return None if None in {in_namespace, of_object} or webhook.match_conditions else True


def _labels_of_namespace(selector: LabelSelector, request: Request) -> Mapping[str, str] | None:
    """The labels of the request's namespace; its name is known of an unread one, and is often all that is asked for."""
    keys = {*selector.match_labels, *(each.key for each in selector.match_expressions)}
    if request.namespace_labels is None and keys <= {NAMESPACE_NAME}:
        return {NAMESPACE_NAME: request.namespace}
    return request.namespace_labels


def _rule_matches(rule: RuleWithOperations, request: Request) -> bool:
    """Source: `k8s.io/apiserver/pkg/admission/plugin/webhook/predicates/rules/rules.go:Matcher.Matches`."""
    return (
        rule.scope in {_EVERY, "Namespaced"}
        and bool({_EVERY, request.operation} & set(rule.operations))
        and bool({_EVERY, ""} & set(rule.api_groups))
        and bool({_EVERY, "v1"} & set(rule.api_versions))
        and any(_resource_matches(written, request.resource) for written in rule.resources)
    )


def _resource_matches(written: str, resource: str) -> bool:
    """`pods`, `*` and `*/*` stand for pods; `pods/status` and `*/scale` for parts of them."""
    of, _, part = written.partition("/")
    return of in {_EVERY, resource} and part in {"", _EVERY}


def _selects(selector: LabelSelector, labels: Mapping[str, str] | None) -> bool | None:
    if not selector.match_labels and not selector.match_expressions:
        return True
    return None if labels is None else selector.matches(labels)
