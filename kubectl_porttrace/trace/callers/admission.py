"""Which requests an admission webhook is asked about, as the API server decides it."""

from typing import Final

import msgspec

from kubectl_porttrace.model.referrers.webhook import RuleWithOperations, Webhook
from kubectl_porttrace.trace.policies.answers import all_of
from kubectl_porttrace.trace.policies.labels import Labels, matches

_EVERY: Final = "*"


class Request(msgspec.Struct, frozen=True):
    """A request to create, update or delete an object of the core group that is in a namespace.

    Attributes:
        operation: as rules write it: CREATE.
        resource: the plural: pods.
        namespace_labels: the labels of the namespace, as far as they are known.
        labels: those of the object.
    """

    operation: str
    resource: str
    namespace_labels: Labels
    labels: Labels


def is_asked(webhook: Webhook, request: Request) -> bool | None:
    """Whether the API server asks a webhook about a request; None where what was read does not tell.

    What the conditions of `matchConditions` make of it is not known here. Resources of the core group have no
    equivalents in another, so that `matchPolicy` does not matter.

    Source: `k8s.io/apiserver/pkg/admission/plugin/webhook/generic/webhook.go:ShouldCallHook`.
    """
    if not any(_rule_matches(rule, request) for rule in webhook.rules):
        return False
    in_namespace = matches(webhook.namespace_selector, request.namespace_labels)
    selected = all_of((in_namespace, matches(webhook.object_selector, request.labels)))
    return None if selected and webhook.match_conditions else selected


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
