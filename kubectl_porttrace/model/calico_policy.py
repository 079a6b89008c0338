"""Calico's policies: which pods they select.

Source: Calico's reference of NetworkPolicy and GlobalNetworkPolicy, "Selectors": `all()`, `k == 'v'`, `has(k)`,
`k in {'a'}` and their opposites, joined by `&&`; others are not read.
"""

import re
from collections.abc import Iterator

from kubectl_porttrace.model.label_selector import LabelSelector, LabelSelectorRequirement
from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.pod_choice import UNREADABLE, OtherPolicy, PodChoice

_TERM = re.compile(
    r"""\s*(?:
        (?P<all>all\(\s*\)|global\(\s*\))
      | (?P<not>!\s*)?has\(\s*(?P<has>[\w./-]+)\s*\)
      | (?P<key>[\w./-]+)\s*(?:
            (?P<equality>==|!=)\s*(?P<quote>['"])(?P<value>[^'"]*)(?P=quote)
          | (?P<set>not\s+in|in)\s*\{(?P<values>[^{}]*)\}
        )
    )\s*""",
    re.VERBOSE,
)


class CalicoPolicySpec(Value, frozen=True):
    """`spec` of both kinds, as far as it says which pods they are about."""

    selector: str = ""
    namespace_selector: str = ""
    service_account_selector: str = ""


class _CalicoPolicy(OtherPolicy, frozen=True):
    spec: CalicoPolicySpec = CalicoPolicySpec()

    @property
    def choices(self) -> tuple[PodChoice, ...]:
        """The pods of its selectors."""
        pods, namespaces = read_selector(self.spec.selector), read_selector(self.spec.namespace_selector)
        if pods is None or namespaces is None or self.spec.service_account_selector:
            return (UNREADABLE,)
        return (PodChoice(pods, namespaces),)


class CalicoNetworkPolicy(_CalicoPolicy, frozen=True):
    """Calico's own, which may decide before NetworkPolicy."""


class CalicoGlobalNetworkPolicy(_CalicoPolicy, frozen=True):
    """The same for the whole cluster."""


class StoredCalicoNetworkPolicy(_CalicoPolicy, frozen=True):
    """The same as Calico stores it, where its own API server is not there."""


class StoredCalicoGlobalNetworkPolicy(_CalicoPolicy, frozen=True):
    """The same for the whole cluster, as it is stored."""


def read_selector(written: str) -> LabelSelector | None:
    """A selector of Calico as one of Kubernetes; None where it says more than that can."""
    requirements: list[LabelSelectorRequirement] = []
    for term in written.split("&&") if written.strip() else ():
        found = _TERM.fullmatch(term)
        if found is None or (found["all"] and found["all"].startswith("global")):
            return None
        requirements += _requirements(found)
    return LabelSelector({}, tuple(requirements))


def _requirements(found: re.Match[str]) -> Iterator[LabelSelectorRequirement]:
    if found["has"]:
        yield LabelSelectorRequirement(found["has"], "DoesNotExist" if found["not"] else "Exists")
    elif found["equality"]:
        yield LabelSelectorRequirement(found["key"], "In" if found["equality"] == "==" else "NotIn", (found["value"],))
    elif found["set"]:
        values = tuple(each.strip().strip("'\"") for each in found["values"].split(","))
        yield LabelSelectorRequirement(found["key"], "In" if found["set"] == "in" else "NotIn", values)
