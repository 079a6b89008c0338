"""Which workloads make pods with which labels."""

from collections.abc import Mapping
from functools import cached_property

from kubectl_porttrace.model.indexing import fewest, grouped
from kubectl_porttrace.model.workload import Workload


class TemplateLabels:
    """The labels of the templates of workloads, indexed when they are first asked for."""

    def __init__(self, workloads: tuple[Workload, ...]) -> None:
        """Take the workloads, of any number of namespaces."""
        self._workloads = workloads

    def with_all(self, namespace: str, selector: Mapping[str, str]) -> tuple[Workload, ...]:
        """The workloads whose template carries every pair of a selector; none for an empty one."""
        few = fewest(self._by_label, namespace, selector)
        return tuple(each for each in few if selector.items() <= each.template_labels.items())

    @cached_property
    def _by_label(self) -> Mapping[tuple[str, str, str], tuple[Workload, ...]]:
        return grouped(
            ((each.namespace, *pair), each) for each in self._workloads for pair in each.template_labels.items()
        )
