"""Services by their own labels, for objects that select them; and their pods, for objects that select these."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.pod_labels import PodLabels
from kubectl_porttrace.model.service import Service


class ServiceLabels:
    """Which Services carry which labels, and which pods they have."""

    def __init__(self, services: Iterable[Service], pods: Iterable[Pod] = ()) -> None:
        """Index them when they are first looked for."""
        self._services = tuple(services)
        self._pods = tuple(pods)

    def having(self, namespace: str, key: str, value: str) -> tuple[Service, ...]:
        """The Services of a namespace that carry a label."""
        return self._by_label.get((namespace, key, value), ())

    def within(self, namespace: str) -> tuple[Service, ...]:
        """The Services of a namespace."""
        return self._by_namespace.get(namespace, ())

    @property
    def everywhere(self) -> tuple[Service, ...]:
        """All of them."""
        return self._services

    def pods_of(self, service: Service) -> tuple[Pod, ...]:
        """The pods that a Service selects, as far as they were read."""
        return self._pod_labels.with_all(service.namespace, service.spec.selector)

    @cached_property
    def _pod_labels(self) -> PodLabels:
        by_namespace = grouped((pod.namespace, pod) for pod in self._pods)
        return PodLabels(lambda namespace: by_namespace.get(namespace, ()))

    @cached_property
    def _by_label(self) -> Mapping[tuple[str, str, str], tuple[Service, ...]]:
        labelled = ((each, pair) for each in self._services for pair in each.metadata.labels.items())
        return grouped(((each.namespace, *pair), each) for each, pair in labelled)

    @cached_property
    def _by_namespace(self) -> Mapping[str, tuple[Service, ...]]:
        return grouped((each.namespace, each) for each in self._services)
