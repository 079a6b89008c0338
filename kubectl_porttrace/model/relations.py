"""Who controls which objects, which Services select a pod, and which select the same."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import Workload

Object = TypeVar("Object", bound=KubernetesObject)


class Controlled:
    """The workloads and pods that name a workload as their controller."""

    def __init__(self, workloads: Iterable[Workload], pods: Iterable[Pod]) -> None:
        """Index them once."""
        self._workloads = _by_controller(workloads)
        self._pods = _by_controller(pods)

    def workloads(self, workload: Workload) -> tuple[Workload, ...]:
        """The workloads that this one controls: the ReplicaSets of a Deployment."""
        return self._workloads.get((workload.kind, *workload.key), ())

    def pods(self, workload: Workload) -> tuple[Pod, ...]:
        """The pods that this workload, or one that it controls, controls."""
        makers = (workload, *self.workloads(workload))
        return tuple(pod for each in makers for pod in self._pods.get((each.kind, *each.key), ()))


class Selecting:
    """The Services that select a pod."""

    def __init__(self, services: Iterable[Service]) -> None:
        """Index each under one pair of its selector, which a pod has to carry."""
        first = ((next(iter(each.spec.selector.items())), each) for each in services if each.selects)
        self._by_label = grouped(((each.namespace, *pair), each) for pair, each in first)

    def services(self, pod: Pod) -> tuple[Service, ...]:
        """The Services whose selector matches a pod."""
        candidates = (self._by_label.get((pod.namespace, *pair), ()) for pair in pod.labels.items())
        return tuple(each for found in candidates for each in found if each.spec.selector.items() <= pod.labels.items())


class SharedSelections:
    """What is known of the pods behind Services that have one selector: worked out for one of them, used by all.

    A thousand Services that select the same thousand pods would be a million pods to look at otherwise.
    """

    def __init__(self, services: Iterable[Service]) -> None:
        """Note which selectors several Services have."""
        counted = Counter(_selection(each) for each in services if each.selects)
        self._known: dict[Hashable, dict[Hashable, object]] = {each: {} for each, n in counted.items() if n > 1}

    def known(self, service: Service) -> dict[Hashable, object]:
        """What to look up and to add to; it ends at once where no other Service has the selector."""
        return self._known[key] if (key := _selection(service)) in self._known else {}


def _selection(service: Service) -> Hashable:
    return service.namespace, frozenset(service.spec.selector.items())


def _by_controller(objects: Iterable[Object]) -> Mapping[tuple[str, str, str], tuple[Object, ...]]:
    """Objects by the kind, namespace and name of what controls them; those that nothing controls are left out."""
    named = ((each.metadata.controller, each) for each in objects)
    return grouped(((above.kind, each.namespace, above.name), each) for above, each in named if above)
