"""Which workload a pod belongs to, and which revision of it."""

from collections.abc import Hashable
from datetime import datetime
from typing import Protocol

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import POD_TEMPLATE_HASH, REVISION, Workload, deployment_of
from kubectl_porttrace.model.written_number import whole_number


class Owner(msgspec.Struct, frozen=True):
    """The top-level controller of a pod, and the ReplicaSet in between, if there is one.

    `title` is as in `Deployment/web`; the pod's own `Pod/name` where nothing owns it.
    """

    title: str
    workload: Workload | None = None
    replica_set: str | None = None
    revision: int | None = None
    since: datetime | None = None


class KnowsOwners(Protocol):
    """A subject that has pods: it says what owns them, each time the same."""

    @property
    def snapshot(self) -> Snapshot:
        """What was read."""

    def owner(self, pod: Pod) -> Owner:
        """The workload a pod belongs to."""


def owner_of(snapshot: Snapshot, pod: Pod) -> Owner:
    """The top-level controller of a pod, as far as the objects tell."""
    if pod.template_of is not None:
        kind, _, name = pod.template_of.partition("/")
        return Owner(pod.template_of, snapshot.workload(kind, pod.namespace, name))
    controller = pod.metadata.controller
    if controller is None:
        return Owner(f"Pod/{pod.name}")
    if controller.kind == "ReplicaSet":
        return _through_replica_set(snapshot, pod, controller.name)
    workload = snapshot.workload(controller.kind, pod.namespace, controller.name)
    above = workload.metadata.controller if workload else None
    if workload and above:
        upper = snapshot.workload(above.kind, pod.namespace, above.name)
        return Owner(f"{above.kind}/{above.name}", upper)
    return Owner(f"{controller.kind}/{controller.name}", workload)


def told_by(pod: Pod) -> Hashable:
    """All of a pod that tells its owner, beside its namespace: equal for the pods of one ReplicaSet."""
    metadata = pod.metadata
    return pod.template_of, metadata.controller or metadata.name, metadata.labels.get(POD_TEMPLATE_HASH)


def _through_replica_set(snapshot: Snapshot, pod: Pod, name: str) -> Owner:
    replica_set = snapshot.workload("ReplicaSet", pod.namespace, name)
    above = replica_set.metadata.controller if replica_set else None
    deployment = deployment_of(name, pod) if replica_set is None else None
    if above is not None:
        kind, upper_name = above.kind, above.name
    elif deployment is not None:
        kind, upper_name = "Deployment", deployment
    else:
        return Owner(f"ReplicaSet/{name}", replica_set, replica_set=name)
    return Owner(
        f"{kind}/{upper_name}",
        snapshot.workload(kind, pod.namespace, upper_name),
        replica_set=name,
        revision=_revision(replica_set),
        since=replica_set.metadata.creation_timestamp if replica_set else None,
    )


def _revision(replica_set: Workload | None) -> int | None:
    return whole_number(replica_set.metadata.annotations.get(REVISION, "")) if replica_set else None
