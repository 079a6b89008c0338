"""Which workloads make pods with which labels."""

from collections.abc import Mapping
from functools import cached_property

from kubectl_porttrace.model.indexing import fewest, grouped
from kubectl_porttrace.model.workload import Workload


class TemplateLabels:
    """The labels of the templates of workloads, those of a namespace indexed when one of it is first asked for."""

    def __init__(self, workloads: tuple[Workload, ...]) -> None:
        """Take the workloads, of any number of namespaces."""
        self._workloads = workloads
        self._indexed: dict[str, Mapping[tuple[str, str], tuple[Workload, ...]]] = {}

    def with_all(self, namespace: str, selector: Mapping[str, str]) -> tuple[Workload, ...]:
        """The workloads whose template carries every pair of a selector; none for an empty one."""
        few = fewest(self._by_label(namespace), selector)
        return tuple(each for each in few if selector.items() <= each.template_labels.items())

    def _by_label(self, namespace: str) -> Mapping[tuple[str, str], tuple[Workload, ...]]:
        if namespace not in self._indexed:
            workloads = self._by_namespace.get(namespace, ())
            self._indexed[namespace] = grouped(
                (pair, each) for each in workloads for pair in each.template_labels.items()
            )
        return self._indexed[namespace]

    @cached_property
    def _by_namespace(self) -> Mapping[str, tuple[Workload, ...]]:
        return grouped((each.namespace, each) for each in self._workloads)
