"""Which policies select a pod, found by their labels: a namespace may have thousands of both."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.network_policy import Direction, NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.labels import Labels, matches, well_formed


class Isolation(msgspec.Struct, frozen=True, eq=False):
    """The policies that isolate a pod in one direction; `in_doubt` where others may, whose selector says nothing."""

    policies: tuple[NetworkPolicy, ...] = ()
    in_doubt: bool = False

    @property
    def none(self) -> bool:
        """Whether nothing isolates it, so that everything is let through."""
        return not self.policies and not self.in_doubt


def isolation_of(snapshot: Snapshot, pod: Pod, direction: Direction) -> Isolation:
    """The policies of a pod's namespace that select it and isolate it in a direction, by name."""
    chosen = snapshot.once(_Namespaces)
    return chosen.isolation(pod, direction)


def policies_in(snapshot: Snapshot, namespace: str) -> tuple[NetworkPolicy, ...]:
    """The policies of a namespace, by name."""
    return snapshot.once(_Namespaces).policies(namespace)


class _Namespaces:
    """The policies of every namespace."""

    def __init__(self, snapshot: Snapshot) -> None:
        ordered = sorted(snapshot.all_of(NetworkPolicy), key=lambda policy: policy.key)
        self._policies = grouped((policy.namespace, policy) for policy in ordered)
        self._selecting = {name: _Selecting(policies) for name, policies in self._policies.items()}

    def policies(self, namespace: str) -> tuple[NetworkPolicy, ...]:
        return self._policies.get(namespace, ())

    def isolation(self, pod: Pod, direction: Direction) -> Isolation:
        selecting = self._selecting.get(pod.namespace)
        return selecting.isolation(pod, direction) if selecting else _NOTHING


class _Selecting:
    """The policies of one namespace, each under one label that its pods have to carry.

    Pods that differ only in labels that no policy looks at are one case: what isolates them is found once.
    """

    def __init__(self, policies: Iterable[NetworkPolicy]) -> None:
        policies = tuple(policies)
        self._in_doubt = any(not well_formed(policy.spec.pod_selector) for policy in policies)
        ordered = [policy for policy in policies if well_formed(policy.spec.pod_selector)]
        self._place = {policy.name: place for place, policy in enumerate(ordered)}
        self._keys = frozenset(key for policy in ordered for key in _keys(policy))
        self._by_label = grouped((_first(policy), policy) for policy in ordered)
        self._known: dict[tuple[frozenset[tuple[str, str]], Direction], Isolation] = {}

    def isolation(self, pod: Pod, direction: Direction) -> Isolation:
        case = frozenset((key, value) for key, value in pod.labels.items() if key in self._keys), direction
        if case not in self._known:
            chosen = (policy for policy in self._selecting(pod.labels) if direction in policy.types)
            self._known[case] = Isolation(tuple(chosen), self._in_doubt)
        return self._known[case]

    def _selecting(self, labels: Mapping[str, str]) -> list[NetworkPolicy]:
        candidates = (*self._by_label.get(None, ()), *self._carrying(labels))
        chosen = (policy for policy in candidates if matches(policy.spec.pod_selector, Labels(labels)))
        return sorted(chosen, key=lambda policy: self._place[policy.name])

    def _carrying(self, labels: Mapping[str, str]) -> Iterator[NetworkPolicy]:
        for pair in labels.items():
            yield from self._by_label.get(pair, ())


_NOTHING = Isolation()


def _keys(policy: NetworkPolicy) -> Iterator[str]:
    selector = policy.spec.pod_selector
    yield from selector.match_labels
    yield from (each.key for each in selector.match_expressions)


def _first(policy: NetworkPolicy) -> tuple[str, str] | None:
    return next(iter(policy.spec.pod_selector.match_labels.items()), None)
