"""Label selectors as kubectl's `-l` takes them, for what no API server selects.

Source: `k8s.io/apimachinery/pkg/labels/selector.go:Parse`.
"""

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from kubectl_porttrace.errors import UsageError

_KEY = r"(?P<key>[A-Za-z0-9][-A-Za-z0-9_./]*)"
_REQUIREMENTS = (
    rf"(?P<absent>!)\s*{_KEY}",
    rf"{_KEY}\s*(?P<operator>==|=|!=)\s*(?P<value>[-A-Za-z0-9_.]*)",
    rf"{_KEY}\s+(?P<operator>in|notin)\s*\((?P<values>[-A-Za-z0-9_.,\s]*)\)",
    _KEY,
)
_BETWEEN = r",(?![^(]*\))"


class Requirement(msgspec.Struct, frozen=True):
    """One condition on one label; `values` are those meant by `in` and `notin`."""

    key: str
    operator: Literal["in", "notin", "exists", "absent"]
    values: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """As an API server reads it: `app=web`, `tier in (a,b)`, `!canary`."""
        if self.operator in {"exists", "absent"}:
            return self.key if self.operator == "exists" else f"!{self.key}"
        values = ",".join(sorted(self.values))
        if len(self.values) == 1:
            return f"{self.key}{'=' if self.operator == 'in' else '!='}{values}"
        return f"{self.key} {self.operator} ({values})"

    def holds(self, labels: Mapping[str, str]) -> bool:
        """Whether labels meet it; a label that is not there meets `notin`, as it does upstream."""
        if self.operator == "exists":
            return self.key in labels
        if self.operator == "absent":
            return self.key not in labels
        return (labels.get(self.key) in self.values) == (self.operator == "in")


def parse_selector(written: str) -> tuple[Requirement, ...]:
    """The conditions of a selector such as `app=web,tier in (a,b),!canary`.

    Raises:
        UsageError: it is none.
    """
    return tuple(_requirement(part.strip(), written) for part in re.split(_BETWEEN, written)) if written.strip() else ()


def selects(requirements: tuple[Requirement, ...], labels: Mapping[str, str]) -> bool:
    """Whether labels meet every condition."""
    return all(requirement.holds(labels) for requirement in requirements)


def _requirement(part: str, written: str) -> Requirement:
    match = next((match for form in _REQUIREMENTS if (match := re.fullmatch(form, part))), None)
    if match is None:
        raise UsageError(f'"{written}" is not a label selector', "write it as in -l app=web,tier!=test")
    groups = match.groupdict()
    if groups.get("absent"):
        return Requirement(groups["key"], "absent")
    operator = groups.get("operator")
    if operator is None:
        return Requirement(groups["key"], "exists")
    if operator in {"in", "notin"}:
        values = frozenset(value.strip() for value in groups["values"].split(","))
        return Requirement(groups["key"], "in" if operator == "in" else "notin", values)
    return Requirement(groups["key"], "notin" if operator == "!=" else "in", frozenset({groups["value"]}))
