"""Pods that a StatefulSet does not make yet, because it makes them one after the other."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService

ONE_BY_ONE = frozenset({"", "OrderedReady"})
"""The values of `podManagementPolicy` by which a pod is made when those before it are ready; empty is the default."""


def held_up(traced: TracedService, pods: Iterable[Pod]) -> Iterator[str]:
    """What the StatefulSets of some pods wait for before they make the rest of theirs.

    Source: `pkg/controller/statefulset/stateful_set_control.go:updateStatefulSet`, with `monotonic`.
    """
    owners = {owner.title: owner.workload for owner in map(traced.owner, pods)}
    for workload in owners.values():
        # A selector that leaves some of its pods out does not tell how many there are.
        if (
            workload is not None
            and workload.kind == "StatefulSet"
            and workload.spec.pod_management_policy in ONE_BY_ONE
            and traced.service.spec.selector.items() <= workload.template_labels.items()
        ):
            yield from _told(workload, {pod.name: pod for pod in traced.pods or ()})


def _told(workload: Workload, pods: dict[str, Pod]) -> Iterator[str]:
    names = [f"{workload.name}-{ordinal}" for ordinal in workload.ordinals]
    missing = next((name for name in names if name not in pods), None)
    if missing is None:
        return
    before = (pods[name] for name in names[: names.index(missing)])
    first = next((pod for pod in before if pod.terminating or not pod.ready), None)
    if first is not None:
        there = sum(name in pods for name in names)
        yield (
            f"{workload.title} has {there} of {len(names)} wanted pods: "
            f"{first.name} must be ready before {missing} is made"
        )
