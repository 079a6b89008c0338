"""Which pods of a namespace carry which labels."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

import msgspec

from kubectl_porttrace.model.indexing import fewest, grouped
from kubectl_porttrace.model.pod import Pod

Label = tuple[str, str]


class PodLabels:
    """The labels of pods: those of a namespace are indexed when one of it is first looked for."""

    def __init__(self, pods_in: Callable[[str], tuple[Pod, ...]]) -> None:
        """Take what gives the pods of a namespace."""
        self._pods_in = pods_in
        self._indexed: dict[str, _InNamespace] = {}

    def with_all(self, namespace: str, selector: Mapping[str, str]) -> tuple[Pod, ...]:
        """The pods that carry every pair of a selector; none for an empty one."""
        within = self._in(namespace)
        few = fewest(within.by_label, selector)
        return within.pods_of(each for each in few if selector.items() <= each.labels.items())

    def with_any(self, namespace: str, labels: Iterable[Label]) -> tuple[Pod, ...]:
        """The pods that carry at least one of these labels, by name."""
        within = self._in(namespace)
        found = {pod.name: pod for label in labels for pod in within.pods_of(within.by_label.get(label, ()))}
        return tuple(found[name] for name in sorted(found))

    def with_key(self, namespace: str, key: str) -> tuple[Pod, ...]:
        """The pods that carry a label of that key, whatever its value."""
        within = self._in(namespace)
        return within.pods_of(within.by_key.get(key, ()))

    def known(self, namespace: str) -> Mapping[str, tuple[str, ...]]:
        """The labels of the pods that have not ended: keys, each with all its values in order."""
        return self._in(namespace).known

    def not_ended(self, namespace: str) -> int:
        """How many pods of a namespace have not ended."""
        return len(self._in(namespace).living)

    def _in(self, namespace: str) -> "_InNamespace":
        if namespace not in self._indexed:
            self._indexed[namespace] = _InNamespace(self._pods_in(namespace))
        return self._indexed[namespace]


class _Labelled(msgspec.Struct, frozen=True):
    """Labels, and the places of the pods that have these very ones: reading keeps those of one template once."""

    labels: dict[str, str]
    places: tuple[int, ...]


class _InNamespace:
    """The labels of the pods of one namespace, each way of looking them up indexed when it is first asked for."""

    def __init__(self, pods: tuple[Pod, ...]) -> None:
        self._pods = pods

    def pods_of(self, labelled: Iterable[_Labelled]) -> tuple[Pod, ...]:
        """The pods that have these labels, in their order."""
        places = [each.places for each in labelled]
        in_order = places[0] if len(places) == 1 else sorted(chain.from_iterable(places))
        return tuple(map(self._pods.__getitem__, in_order))

    @cached_property
    def living(self) -> Sequence[Pod]:
        return [pod for pod in self._pods if not pod.terminal]

    @cached_property
    def by_label(self) -> Mapping[Label, tuple[_Labelled, ...]]:
        return grouped((pair, each) for each in self._labelled for pair in each.labels.items())

    @cached_property
    def by_key(self) -> Mapping[str, tuple[_Labelled, ...]]:
        return grouped((key, each) for each in self._labelled for key in each.labels)

    @cached_property
    def known(self) -> Mapping[str, tuple[str, ...]]:
        different = {id(pod.labels): pod.labels for pod in self.living}.values()
        values = grouped(dict.fromkeys(pair for labels in different for pair in labels.items()))
        return {key: tuple(sorted(found)) for key, found in values.items()}

    @cached_property
    def _labelled(self) -> Sequence[_Labelled]:
        places = grouped((id(pod.labels), place) for place, pod in enumerate(self._pods))
        return [_Labelled(self._pods[found[0]].labels, found) for found in places.values()]
