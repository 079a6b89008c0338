"""Which pods of a namespace carry which labels."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from kubectl_porttrace.model.indexing import fewest, grouped
from kubectl_porttrace.model.pod import Pod


class PodLabels:
    """The labels of pods, each way of looking them up indexed when it is first asked for."""

    def __init__(self, pods: tuple[Pod, ...]) -> None:
        """Take the pods, of any number of namespaces."""
        self._pods = pods

    def with_all(self, namespace: str, selector: Mapping[str, str]) -> tuple[Pod, ...]:
        """The pods that carry every pair of a selector; none for an empty one."""
        few = fewest(self._by_label, namespace, selector)
        return tuple(pod for pod in few if selector.items() <= pod.labels.items())

    def with_any(self, namespace: str, labels: Iterable[tuple[str, str]]) -> tuple[Pod, ...]:
        """The pods that carry at least one of these labels, by name."""
        found = {pod.name: pod for label in labels for pod in self._by_label.get((namespace, *label), ())}
        return tuple(found[name] for name in sorted(found))

    def with_key(self, namespace: str, key: str) -> tuple[Pod, ...]:
        """The pods that carry a label of that key, whatever its value."""
        return self._by_key.get((namespace, key), ())

    def known(self, namespace: str) -> Mapping[str, tuple[str, ...]]:
        """The labels of the pods that have not ended: keys, each with all its values in order."""
        return self._known.get(namespace, {})

    def not_ended(self, namespace: str) -> int:
        """How many pods of a namespace have not ended."""
        return self._not_ended[namespace]

    @cached_property
    def _not_ended(self) -> Counter[str]:
        return Counter(pod.namespace for pod in self._pods if not pod.terminal)

    @cached_property
    def _by_label(self) -> Mapping[tuple[str, str, str], tuple[Pod, ...]]:
        return grouped(((pod.namespace, *pair), pod) for pod in self._pods for pair in pod.labels.items())

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], tuple[Pod, ...]]:
        return grouped(((pod.namespace, key), pod) for pod in self._pods for key in pod.labels)

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        living = ((pod.namespace, pair) for pod in self._pods if not pod.terminal for pair in pod.labels.items())
        values = grouped(((namespace, key), value) for namespace, (key, value) in dict.fromkeys(living))
        keys = grouped((namespace, (key, tuple(sorted(found)))) for (namespace, key), found in values.items())
        return {namespace: dict(found) for namespace, found in keys.items()}
