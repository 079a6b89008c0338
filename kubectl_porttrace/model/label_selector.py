"""LabelSelector: how a workload says which pods are its own."""

from collections.abc import Mapping

import msgspec

from kubectl_porttrace.model.meta import Value


class LabelSelectorRequirement(Value, frozen=True):
    """One entry of `matchExpressions`."""

    key: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As an API server reads it: `tier in (a,b)`, `canary`, `!canary`."""
        if self.operator in {"Exists", "DoesNotExist"}:
            return self.key if self.operator == "Exists" else f"!{self.key}"
        return f"{self.key} {self.operator.lower()} ({','.join(sorted(self.values))})"

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Whether labels meet it (`apimachinery/pkg/labels/selector.go:Requirement.Matches`)."""
        value = labels.get(self.key)
        if self.operator == "In":
            return value in self.values
        if self.operator == "NotIn":
            return value not in self.values
        return (value is not None) == (self.operator == "Exists")


class LabelSelector(Value, frozen=True):
    """`spec.selector` of the workloads of the group apps; it cannot be changed once the object is there."""

    match_labels: dict[str, str] = msgspec.field(default_factory=dict)
    match_expressions: tuple[LabelSelectorRequirement, ...] = ()

    def __str__(self) -> str:
        """As an API server reads it: `app=web,tier in (a,b)`."""
        pairs = (f"{key}={value}" for key, value in sorted(self.match_labels.items()))
        return ",".join([*pairs, *map(str, self.match_expressions)])

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Whether labels meet all of it; an empty one matches everything."""
        return self.match_labels.items() <= labels.items() and all(
            each.matches(labels) for each in self.match_expressions
        )
