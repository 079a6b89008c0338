"""Near misses: words that almost agree, and pods that a selector almost matches."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.service import TracedService

MAX_EDITS = 2
SHORTEST_FOR_ONE_EDIT = 3
SHORTEST_FOR_TWO_EDITS = 6

_SAYS_NOTHING = frozenset({"true", "false", "yes", "no", "enabled", "disabled"})

Label = tuple[str, str]


class NearMiss(msgspec.Struct, frozen=True):
    """Pods that carry every pair of a selector but one.

    Attributes:
        key: the key of the pair they miss.
        wanted: its value in the selector.
        label: the label they carry in its place: the same key with another value, or another key with the wanted
            value; None where they carry neither.
        similar: whether that label reads like the wanted pair misspelt, or put under another key.
        pods: the pods, in the order given.
    """

    key: str
    wanted: str
    label: Label | None
    similar: bool
    pods: tuple[Pod, ...]


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was most likely meant by a misspelt word.

    Case, hyphens and underscores do not count. Beyond that, words of three letters and more may differ by one edit
    and words of six and more by two, where an edit is a letter added, left out, changed, or swapped with its
    neighbour.

    Args:
        word: what was written.
        candidates: what there is; the word itself is passed over.

    Returns:
        The closest candidate; None where none is close, or where several are equally close.
    """
    close = {
        candidate: edits
        for candidate in candidates
        if candidate != word and (edits := edits_between(word, candidate)) is not None
    }
    fewest = min(close.values(), default=0)
    best = [candidate for candidate, edits in close.items() if edits == fewest]
    return best[0] if len(best) == 1 else None


def edits_between(one: str, other: str) -> int | None:
    """How many edits are between two words that may be the same one misspelt; None where they are just different."""
    first, second = _folded(one), _folded(other)
    if not first or not second:
        return None
    allowed = _allowed(min(len(first), len(second)))
    if abs(len(first) - len(second)) > allowed:
        return None
    edits = _distance(first, second)
    return edits if edits <= allowed else None


def similar(one: str, other: str) -> bool:
    """Whether two names are probably one, misspelt. `web-1` and `web-2` are two things: their digits differ."""
    return _digits(one) == _digits(other) and edits_between(one, other) is not None


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
        known = snapshot.labels_in(namespace)
        labels = {(key, value) for value in _with_digits_of(wanted, known.get(key, ())) if similar(value, wanted)}
        labels |= {(other, wanted) for other in known if other != key}
    return snapshot.pods_with_any(namespace, labels)


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
    """What a pod carries in place of a pair of the selector, and whether it was probably meant to be that pair."""
    wanted = selector[key]
    value = labels.get(key)
    if value is not None:
        return (key, value), similar(value, wanted)
    if len(wanted) >= SHORTEST_FOR_ONE_EDIT and wanted not in _SAYS_NOTHING:
        for other, carried in sorted(labels.items()):
            if carried == wanted and other not in selector:
                return (other, carried), True
    return None, False


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _with_digits_of(name: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """The names that may be similar: where there are thousands, they mostly differ in a number."""
    return _by_digits(others).get(_digits(name), ())


@cache
def _by_digits(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return {digits: tuple(same) for digits, same in groupby(sorted(names, key=_digits), key=_digits)}


def _folded(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "")


def _allowed(length: int) -> int:
    if length >= SHORTEST_FOR_TWO_EDITS:
        return MAX_EDITS
    return 1 if length >= SHORTEST_FOR_ONE_EDIT else 0


def _distance(one: str, other: str) -> int:
    """Damerau-Levenshtein distance in which no letter is edited twice (optimal string alignment)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, facing in enumerate(other, start=1):
            edits = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != facing))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing
            current.append(min(edits, before[column - 2] + 1) if swapped else edits)
        before, above = above, current
    return above[-1]
