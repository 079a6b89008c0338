"""Pods grouped by their workload, and by its revision where revisions differ."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import KnowsOwners


class Cohort(msgspec.Struct, frozen=True):
    """Pods of one ReplicaSet, or of one owner without ReplicaSets; `since` is when its ReplicaSet was made."""

    owner: str
    replica_set: str | None
    revision: int | None
    since: datetime | None
    pods: tuple[Pod, ...]


def cohorts(traced: KnowsOwners, pods: Iterable[Pod]) -> tuple[Cohort, ...]:
    """Group pods by owner and ReplicaSet, the newest revision first within an owner.

    Args:
        traced: the subject the pods belong to.
        pods: the pods to group; their order within a cohort is kept.
    """
    groups: dict[tuple[str, str | None], list[Pod]] = {}
    for pod in pods:
        owner = traced.owner(pod)
        groups.setdefault((owner.title, owner.replica_set), []).append(pod)
    found = []
    for (title, replica_set), members in groups.items():
        owner = traced.owner(members[0])
        found.append(Cohort(title, replica_set, owner.revision, owner.since, tuple(members)))
    return tuple(sorted(found, key=lambda cohort: (cohort.owner, -(cohort.revision or 0), cohort.replica_set or "")))
