"""How much of a resource a pod asks for, and how much the largest node has of it.

The scheduler only says of how many nodes the free part is too small (`Insufficient cpu`). A pod that asks for more than
any node has fits nowhere, however much is free.
"""

import re
from collections.abc import Iterable
from fractions import Fraction

import msgspec

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.quantity import quantity

_INSUFFICIENT = r"\d+ Insufficient (?P<resource>[^,\s]+?)(?=[,.]?(\s|$))"


class Demand(msgspec.Struct, frozen=True):
    """A resource that nodes have not enough of.

    Attributes:
        resource: its name, as in `cpu` or `nvidia.com/gpu`.
        requested: what the pod asks for; None where that is not known, as for resources of a vendor.
        largest: what the node with the most of it has for all its pods together (`status.allocatable`).
        nodes: how many nodes were looked at.
    """

    resource: str
    requested: Fraction | None
    largest: Fraction
    nodes: int

    @property
    def exceeds(self) -> bool:
        """Whether no node has what the pod asks for, even without other pods."""
        return self.largest == 0 if self.requested is None else self.requested > self.largest


def demands(snapshot: Snapshot, pod: Pod, message: str) -> tuple[Demand, ...]:
    """The resources that the scheduler says nodes lack, those that exceed every node first, by how much.

    Args:
        snapshot: what was read.
        pod: the pod.
        message: what the scheduler says of it.

    Returns:
        Nothing where nodes were not read, or of none what it has.
    """
    nodes = [node for node in snapshot.nodes if node.status.allocatable]
    if not nodes:
        return ()
    lacking = dict.fromkeys(found["resource"] for found in re.finditer(_INSUFFICIENT, message))
    found = []
    for resource in lacking:
        amounts = (quantity(node.status.allocatable.get(resource)) for node in nodes)
        largest = max((amount for amount in amounts if amount is not None), default=Fraction(0))
        found.append(Demand(resource, requested(pod, resource), largest, len(nodes)))
    return tuple(sorted(found, key=lambda each: (not each.exceeds, -_excess(each))))


def requested(pod: Pod, resource: str) -> Fraction | None:
    """What the containers of a pod request together; None for resources of which requests are not kept.

    Source: `k8s.io/component-helpers/resource/helpers.go:AggregateContainerRequests`: the containers and sidecars run
    side by side, and each init container beside the sidecars before it. What a RuntimeClass adds is left out.
    """
    if resource not in {"cpu", "memory", "ephemeral-storage"}:
        return None
    together = _sum(pod.spec.containers, resource)
    beside, most = Fraction(0), Fraction(0)
    for container in pod.spec.init_containers:
        own = _of(container, resource)
        beside += own if container.restartable else 0
        most = max(most, beside if container.restartable else beside + own)
    return max(together + beside, most)


def _sum(containers: Iterable[Container], resource: str) -> Fraction:
    return sum((_of(each, resource) for each in containers), start=Fraction(0))


def _of(container: Container, resource: str) -> Fraction:
    requests = container.resources.requests if container.resources else None
    written = getattr(requests, resource.replace("-", "_"), None)
    return quantity(written) or Fraction(0)


def _excess(demand: Demand) -> Fraction:
    """How many times the largest node would have to be as large."""
    asked = Fraction(1) if demand.requested is None else demand.requested
    return asked / demand.largest if demand.largest else Fraction(1_000_000) * (1 + asked)
