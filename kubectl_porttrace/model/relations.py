"""Who controls which objects, and which Services select a pod."""

from collections.abc import Iterable, Mapping
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


def _by_controller(objects: Iterable[Object]) -> Mapping[tuple[str, str, str], tuple[Object, ...]]:
    """Objects by the kind, namespace and name of what controls them; those that nothing controls are left out."""
    named = ((each.metadata.controller, each) for each in objects)
    return grouped(((above.kind, each.namespace, above.name), each) for above, each in named if above)
