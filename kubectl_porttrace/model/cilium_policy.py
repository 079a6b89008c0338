"""Cilium's policies: which pods they select.

Source: cilium `pkg/policy/api/rule.go:Rule`, `pkg/k8s/apis/cilium.io/const.go`, `Documentation/security/policy`.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.label_selector import LabelSelector, LabelSelectorRequirement
from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.pod_choice import UNREADABLE, OtherPolicy, PodChoice

NAMESPACE = "io.kubernetes.pod.namespace"
NAMESPACE_LABELS = "io.cilium.k8s.namespace.labels."
_NAME_LABEL = "kubernetes.io/metadata.name"
_SOURCES = ("k8s:", "any:", "k8s.", "any.")
_OWN = "io.cilium.k8s."


class CiliumRule(Value, frozen=True):
    """One rule: the pods, or the nodes, that it is about."""

    endpoint_selector: LabelSelector | None = None
    node_selector: LabelSelector | None = None


class _CiliumPolicy(OtherPolicy, frozen=True):
    spec: CiliumRule | None = None
    specs: tuple[CiliumRule, ...] = ()

    @property
    def choices(self) -> tuple[PodChoice, ...]:
        """The pods of its rules; a rule about nodes is about no pod."""
        rules = ((self.spec,) if self.spec else ()) + self.specs
        return tuple(_choice(rule.endpoint_selector) for rule in rules if rule.endpoint_selector is not None)


class CiliumNetworkPolicy(_CiliumPolicy, frozen=True):
    """Cilium's own, which admits beside NetworkPolicy."""


class CiliumClusterwideNetworkPolicy(_CiliumPolicy, frozen=True):
    """The same for the whole cluster."""


def _choice(selector: LabelSelector) -> PodChoice:
    """What a selector says of labels of pods and of namespaces; others, as that of a service account, are not read."""
    pods, namespaces = [], []
    for each in _requirements(selector):
        key = next((each.key.removeprefix(source) for source in _SOURCES if each.key.startswith(source)), each.key)
        if key == NAMESPACE:
            namespaces.append(_with_key(each, _NAME_LABEL))
        elif key.startswith(NAMESPACE_LABELS):
            namespaces.append(_with_key(each, key.removeprefix(NAMESPACE_LABELS)))
        elif ":" in key or key.startswith(_OWN):
            return UNREADABLE
        else:
            pods.append(_with_key(each, key))
    return PodChoice(LabelSelector({}, tuple(pods)), LabelSelector({}, tuple(namespaces)))


def _requirements(selector: LabelSelector) -> Iterator[LabelSelectorRequirement]:
    for key, value in selector.match_labels.items():
        yield LabelSelectorRequirement(key, "In", (value,))
    yield from selector.match_expressions


def _with_key(requirement: LabelSelectorRequirement, key: str) -> LabelSelectorRequirement:
    return LabelSelectorRequirement(key, requirement.operator, requirement.values)
