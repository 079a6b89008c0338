"""Label selectors of policies, on labels of which some may be unknown."""

from collections.abc import Mapping

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector, LabelSelectorRequirement
from kubectl_porttrace.model.network_policy import Namespace
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer, all_of

NAME_LABEL = "kubernetes.io/metadata.name"
"""The label that every namespace has: its own name."""


class Labels(msgspec.Struct, frozen=True):
    """Labels; `complete` is False where there may be others."""

    pairs: Mapping[str, str]
    complete: bool = True


def matches(selector: LabelSelector, labels: Labels) -> Answer:
    """Whether a selector matches; None where an unknown label decides, or the selector is none the API would take."""
    wanted = (_has(labels, key, value) for key, value in selector.match_labels.items())
    return all_of((*wanted, *(_meets(each, labels) for each in selector.match_expressions)))


def well_formed(selector: LabelSelector) -> bool:
    """Whether the API server would take a selector (`ValidateLabelSelectorRequirement`)."""
    return all(map(_well_formed, selector.match_expressions))


def namespace_labels(snapshot: Snapshot, name: str) -> Labels:
    """The labels of a namespace; where it was not read, its name alone."""
    return snapshot.once(_labels_of_namespaces).get(name) or Labels({NAME_LABEL: name}, complete=False)


def _labels_of_namespaces(snapshot: Snapshot) -> Mapping[str, Labels]:
    return {each.name: Labels({**each.metadata.labels, NAME_LABEL: each.name}) for each in snapshot.all_of(Namespace)}


def _has(labels: Labels, key: str, value: str) -> Answer:
    if key not in labels.pairs and not labels.complete:
        return None
    return labels.pairs.get(key) == value


def _meets(requirement: LabelSelectorRequirement, labels: Labels) -> Answer:
    unknown = requirement.key not in labels.pairs and not labels.complete
    if unknown or not _well_formed(requirement):
        return None
    return requirement.matches(labels.pairs)


def _well_formed(requirement: LabelSelectorRequirement) -> bool:
    if requirement.operator in {"In", "NotIn"}:
        return bool(requirement.values)
    return requirement.operator in {"Exists", "DoesNotExist"} and not requirement.values
