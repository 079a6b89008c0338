"""What a monitor selects, and which ports it has scraped, as the Prometheus operator writes it for Prometheus.

Each comparison becomes a regular expression in `relabel_configs`, and values go into it as they are: the label
`app: a.b` of a selector matches the value `axb` as well, and `port: http-.*` every port of such a name.

Source: `prometheus-operator/pkg/prometheus/promcfg.go:generateServiceMonitorConfig, generatePodMonitorConfig`.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from kubectl_porttrace.model.label_selector import LabelSelectorRequirement
from kubectl_porttrace.model.monitor import Monitor
from kubectl_porttrace.trace.callers.regular_expression import fully_matches

_NOT_IN_A_LABEL: Final = re.compile(r"[^a-zA-Z0-9_]")


def selects(monitor: Monitor, labels: Mapping[str, str]) -> bool | None:
    """Whether a monitor's selector matches the labels of a Service or pod; None for what is not evaluated here."""
    if monitor.spec.selector_mechanism == "RoleSelector":
        return monitor.spec.selector.matches(labels)
    return all_of([matches for _, matches in pairs_of(monitor, labels)])


def pairs_of(monitor: Monitor, labels: Mapping[str, str]) -> list[tuple[str, bool | None]]:
    """Each condition of a monitor's selector as a person writes it, with whether the labels meet it."""
    known = {_sanitized(key): value for key, value in labels.items()}
    selector = monitor.spec.selector
    return [
        *((f"{key}={value}", _is(known, key, (value,))) for key, value in selector.match_labels.items()),
        *((str(each), _meets(each, known)) for each in selector.match_expressions),
    ]


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """Whether all hold; None where none fails and some are unknown."""
    answers = set(answers)
    return False if False in answers else None if None in answers else True


def _meets(requirement: LabelSelectorRequirement, known: Mapping[str, str]) -> bool | None:
    if requirement.operator == "In":
        return _is(known, requirement.key, requirement.values)
    if requirement.operator == "NotIn":
        matches = _is(known, requirement.key, requirement.values)
        return None if matches is None else not matches
    return (_sanitized(requirement.key) in known) == (requirement.operator == "Exists")


def _is(known: Mapping[str, str], key: str, values: Iterable[str]) -> bool | None:
    """Whether a label is there, and has one of some values, which Prometheus takes for regular expressions."""
    value = known.get(_sanitized(key))
    return False if value is None else fully_matches(f"({'|'.join(values)})", value)


def _sanitized(key: str) -> str:
    """A label's key as Prometheus has it (`promcfg.go:sanitizeLabelName`)."""
    return _NOT_IN_A_LABEL.sub("_", key)
