"""Where advice is of no use: Services that nobody who reads it wrote, and those that have nothing to follow it."""

from collections.abc import Iterable
from typing import Final

from kubectl_porttrace.model.generators import generator_of
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.owners import Owner
from kubectl_porttrace.trace.service import TracedService

SYSTEM_NAMESPACES: Final = frozenset({"kube-system", "kube-public", "kube-node-lease"})
"""What runs there comes with the cluster."""

WITH_REPLICAS: Final = frozenset({"Deployment", "StatefulSet"})
"""The workloads that people write for what serves; a DaemonSet has a pod for each node, whatever its names."""

WORKLOADS: Final = ("deployments", "statefulsets")
"""What has to be read for it to be known who writes these."""


def can_take_advice(traced: TracedService) -> bool:
    """Whether a Service is one to advise on: it has a selector and a virtual address, and a person looks after it.

    An operator that owns a Service writes it anew. A headless Service is for programs that know their peers one by
    one, such as databases: their ports and their number are their own.
    """
    service = traced.service
    left_out = service.headless or service.namespace in SYSTEM_NAMESPACES or generator_of(service) is not None
    return service.selects and not left_out and service.metadata.deletion_timestamp is None


def workloads_behind(traced: TracedService, pods: Iterable[Pod]) -> tuple[Workload, ...]:
    """The workloads of some pods; none where one of them was not read, or is none that a person writes."""
    owners = {owner.title: owner for owner in map(traced.owner, pods)}
    found = tuple(filter(None, map(written_by_people, owners.values())))
    return found if len(found) == len(owners) else ()


def written_by_people(owner: Owner) -> Workload | None:
    """The workload of an owner; None where it was not read, is of another kind, or is written by an operator."""
    workload = owner.workload
    if workload is None or workload.kind not in WITH_REPLICAS or generator_of(workload) is not None:
        return None
    return workload
