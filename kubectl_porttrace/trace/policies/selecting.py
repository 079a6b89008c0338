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
    selecting = snapshot.once(_by_namespace).get(pod.namespace)
    return selecting.isolation(pod, direction) if selecting else _NOTHING


def selecting_policies(snapshot: Snapshot, pod: Pod) -> tuple[NetworkPolicy, ...]:
    """The policies of a pod's namespace that select it, whatever they isolate, by name."""
    selecting = snapshot.once(_by_namespace).get(pod.namespace)
    return selecting.policies(pod) if selecting else ()


def selected_pods(snapshot: Snapshot, policy: NetworkPolicy) -> tuple[Pod, ...]:
    """The pods that were read and that a policy selects; those that ended among them, and templates."""
    return snapshot.once(_pods_by_policy).get(policy.key, ())


def _by_namespace(snapshot: Snapshot) -> "Mapping[str, _Selecting]":
    ordered = sorted(snapshot.all_of(NetworkPolicy), key=lambda policy: policy.key)
    grouped_ = grouped((policy.namespace, policy) for policy in ordered)
    return {name: _Selecting(policies) for name, policies in grouped_.items()}


def _pods_by_policy(snapshot: Snapshot) -> Mapping[tuple[str, str], tuple[Pod, ...]]:
    chosen = ((selecting_policies(snapshot, pod), pod) for pod in snapshot.pods)
    return grouped((policy.key, pod) for policies, pod in chosen for policy in policies)


class _Selecting:
    """The policies of one namespace, each under one label that its pods have to carry.

    Pods that differ only in labels that no policy looks at are one case: what selects them is found once.
    """

    def __init__(self, policies: Iterable[NetworkPolicy]) -> None:
        policies = tuple(policies)
        ordered = [policy for policy in policies if well_formed(policy.spec.pod_selector)]
        self._in_doubt = len(ordered) < len(policies)
        self._place = {policy.name: place for place, policy in enumerate(ordered)}
        self._keys = frozenset(key for policy in ordered for key in _keys(policy))
        self._by_label = grouped((_first(policy), policy) for policy in ordered)
        self._chosen: dict[_Case, tuple[NetworkPolicy, ...]] = {}
        self._isolation: dict[tuple[_Case, Direction], Isolation] = {}

    def policies(self, pod: Pod) -> tuple[NetworkPolicy, ...]:
        return self._policies(self._case(pod), pod.labels)

    def isolation(self, pod: Pod, direction: Direction) -> Isolation:
        case = self._case(pod)
        if (case, direction) not in self._isolation:
            chosen = (policy for policy in self._policies(case, pod.labels) if direction in policy.types)
            self._isolation[case, direction] = Isolation(tuple(chosen), self._in_doubt)
        return self._isolation[case, direction]

    def _case(self, pod: Pod) -> "_Case":
        return frozenset((key, value) for key, value in pod.labels.items() if key in self._keys)

    def _policies(self, case: "_Case", labels: Mapping[str, str]) -> tuple[NetworkPolicy, ...]:
        if case not in self._chosen:
            candidates = (*self._by_label.get(None, ()), *self._carrying(labels))
            chosen = (policy for policy in candidates if matches(policy.spec.pod_selector, Labels(labels)))
            self._chosen[case] = tuple(sorted(chosen, key=lambda policy: self._place[policy.name]))
        return self._chosen[case]

    def _carrying(self, labels: Mapping[str, str]) -> Iterator[NetworkPolicy]:
        for pair in labels.items():
            yield from self._by_label.get(pair, ())


_Case = frozenset[tuple[str, str]]
"""The labels of a pod that some policy looks at."""

_NOTHING = Isolation()


def _keys(policy: NetworkPolicy) -> Iterator[str]:
    selector = policy.spec.pod_selector
    yield from selector.match_labels
    yield from (each.key for each in selector.match_expressions)


def _first(policy: NetworkPolicy) -> tuple[str, str] | None:
    return next(iter(policy.spec.pod_selector.match_labels.items()), None)
