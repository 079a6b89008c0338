"""Pods that a selector almost matches, or matches in another namespace."""

from collections.abc import Iterable, Mapping

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spelling import SHORTEST_FOR_ONE_EDIT, similar
from kubectl_porttrace.spellings import Spellings
from kubectl_porttrace.trace.label_origin import SET_BY
from kubectl_porttrace.trace.service import TracedService

_SAYS_NOTHING = frozenset({"true", "false", "yes", "no", "enabled", "disabled"})

Label = tuple[str, str]


class NearMiss(msgspec.Struct, frozen=True):
    """Pods that carry every pair of a selector but one.

    Attributes:
        key: the key of the pair they miss.
        wanted: its value in the selector.
        label: the label they carry in its place: the same key with another value, or another key with the wanted
            value; None where they carry neither, and where controllers set the label that is missed.
        similar: whether that label reads like the wanted pair misspelt, or put under another key.
        pods: the pods, in the order given.
    """

    key: str
    wanted: str
    label: Label | None
    similar: bool
    pods: tuple[Pod, ...]


def selects_nothing(traced: TracedService) -> bool:
    """Whether a Service has a selector and no pod of its namespace matches it; never where pods were not read."""
    return traced.service.selects and traced.pods is not None and not traced.pods


def pods_elsewhere(snapshot: Snapshot, service: Service) -> Mapping[str, tuple[Pod, ...]]:
    """The pods of other namespaces that a selector would match, by namespace; ended ones are passed over."""
    wanted = service.spec.selector
    namespaces = sorted(snapshot.namespaces_with_pods - {service.namespace})
    found = {
        namespace: tuple(pod for pod in snapshot.pods_matching(namespace, wanted) if not pod.terminal)
        for namespace in namespaces
    }
    return {namespace: pods for namespace, pods in found.items() if pods}


def pods_nearby(snapshot: Snapshot, service: Service) -> tuple[Pod, ...]:
    """The pods among which those are that a selector almost matches; found by their labels, not by looking at all."""
    namespace, selector = service.namespace, service.spec.selector
    labels = set(selector.items())
    if len(selector) == 1:
        ((key, wanted),) = selector.items()
        known = snapshot.once(_values_of).get(namespace, {})
        labels = {(key, value) for value in known[key].similar_to(wanted)} if key in known else set()
        labels |= {(other, wanted) for other in known if other != key}
    return snapshot.pod_labels.with_any(namespace, labels)


def near_misses(selector: Mapping[str, str], pods: Iterable[Pod]) -> tuple[NearMiss, ...]:
    """The pods that carry every pair of a selector but one, grouped by that pair and by what stands in its place.

    A selector of a single pair is missed by every pod there is: then only those count that carry a similar label.
    Pods that have ended are passed over.

    Returns:
        The groups, similar ones first, then the larger ones. Where there is a similar one, only the similar ones.
    """
    groups: dict[tuple[str, Label | None, bool], list[Pod]] = {}
    for pod in pods:
        missed = [key for key, value in selector.items() if pod.labels.get(key) != value]
        if len(missed) != 1 or pod.terminal:
            continue
        label, similar = _in_place_of(missed[0], selector, pod.labels)
        if similar or len(selector) > 1:
            groups.setdefault((missed[0], label, similar), []).append(pod)
    found = [
        NearMiss(key, selector[key], label, similar, tuple(members))
        for (key, label, similar), members in groups.items()
    ]
    best = [miss for miss in found if miss.similar] or found
    return tuple(sorted(best, key=lambda miss: (-len(miss.pods), miss.key, miss.label or ("", ""))))


def _in_place_of(key: str, selector: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Label | None, bool]:
    """What a pod carries in place of a pair of the selector, and whether it was probably meant to be that pair.

    A label that controllers set on running pods is never meant to be another one: `kafka-3` is not `kafka-0`.
    """
    wanted = selector[key]
    if key in SET_BY:
        return None, False
    value = labels.get(key)
    if value is not None:
        return (key, value), similar(value, wanted)
    if len(wanted) >= SHORTEST_FOR_ONE_EDIT and wanted not in _SAYS_NOTHING:
        for other, carried in sorted(labels.items()):
            if carried == wanted and other not in selector and other not in SET_BY:
                return (other, carried), True
    return None, False


def _values_of(snapshot: Snapshot) -> Mapping[str, Mapping[str, Spellings]]:
    """The values of each label, by namespace and key."""
    return {
        namespace: {key: Spellings(values) for key, values in snapshot.pod_labels.known(namespace).items()}
        for namespace in snapshot.namespaces_with_pods
    }
