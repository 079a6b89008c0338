"""Snapshots of clusters that have converged, and of files; `cluster()` publishes what the controller would."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from kubectl_porttrace.model.kinds import KINDS, kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.target import parse_target
from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.address_owners import trace_address
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from kubectl_porttrace.trace.routes.following import trace_referrer
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from kubectl_porttrace.trace.service import TracedService, trace_service
from kubectl_porttrace.trace.workloads.workload import TracedWorkload, trace_workload
from tests.build.objects import node
from tests.build.slices import slices_for
from tests.build.times import NOW

LISTED = frozenset((kind.known_as, "") for kind in KINDS)
"""What was read of a cluster of which all was read."""


def cluster(
    *objects: KubernetesObject,
    events: Sequence[Event] = (),
    unread: Sequence[Unread] = (),
    published: bool = True,
    observed_at: datetime = NOW,
    **fields: Any,
) -> Snapshot:
    """A snapshot of a converged cluster that holds these objects, and node-0 unless there are other nodes.

    Args:
        objects: what is in it.
        events: more of what is in it.
        unread: what could not be read.
        published: whether to add the slices that the controller makes.
        observed_at: when it was read.
        fields: further fields of the Snapshot.
    """

    nodes = () if any(isinstance(each, Node) for each in objects) else (node(),)
    held: tuple[KubernetesObject, ...] = (*objects, *nodes, *events)
    snapshot = Snapshot(
        source=Source("cluster", context="test", server="https://127.0.0.1:6443"),
        observed_at=observed_at,
        objects=by_type(held),
        unread=tuple(unread),
        **fields,
    )
    if not published:
        return snapshot
    made = (slice_ for each in snapshot.services for slice_ in slices_for(snapshot, each))
    return replace(snapshot, objects=by_type((*held, *made)))


def manifests(*objects: KubernetesObject, unread: Sequence[Unread] = ()) -> Snapshot:
    """A snapshot of files that hold these objects and nothing else."""
    absent = tuple(Unread(resource, None, "not-requested", "the files hold none") for resource in ("nodes", "events"))
    return cluster(*objects, published=False, recorded=False, unread=(*absent, *unread))


def traced(*objects: Any, **fields: Any) -> TracedService:
    """The first Service among the objects of a converged cluster, followed."""
    snapshot = cluster(*objects, **fields)
    return trace_service(snapshot, snapshot.services[0])


def traced_workload(title: str, *objects: Any, **fields: Any) -> TracedWorkload:
    """A workload or pod of a converged cluster that holds these objects, by kind and name, followed."""
    kind, _, name = title.partition("/")
    return trace_workload(cluster(*objects, **fields), kind, "shop", name)


def workload_in_files(title: str, *objects: Any) -> TracedWorkload:
    """A workload or pod of files that hold nothing else, by kind and name, followed."""
    kind, _, name = title.partition("/")
    return trace_workload(manifests(*objects), kind, "shop", name)


def traced_route(*objects: Any, **fields: Any) -> TracedReferrer:
    """The first route or caller that is given, in a cluster that holds nothing else, followed."""
    return _first_referrer(cluster(*objects, **{"listed": LISTED, **fields}), objects)


def route_in_files(*objects: Any, **fields: Any) -> TracedReferrer:
    """The first route or caller that is given, in files that hold nothing else, followed."""
    snapshot = manifests(*objects)
    source = Source("file", files=("shop.yaml",))
    return _first_referrer(replace(snapshot, source=source, **fields), objects)


def _first_referrer(snapshot: Snapshot, objects: Sequence[KubernetesObject]) -> TracedReferrer:
    first = next(each for each in objects if kind_of(each).refers)
    return trace_referrer(snapshot, Referrer(kind_of(first).key, *first.key))


def traced_address(written: str, *objects: Any, **fields: Any) -> TracedAddress:
    """An address or a port of nodes in a converged cluster that holds these objects, followed to its owners."""
    target = parse_target(written)
    if not isinstance(target, AddressTarget):
        raise TypeError(written)
    placed = replace(target, namespace="shop") if target.in_dns else target
    return trace_address(cluster(*objects, **fields), placed)


def traced_policy(*objects: Any, **fields: Any) -> TracedPolicy:
    """The first NetworkPolicy among the objects of a converged cluster, followed, with every pod of `shop` read."""
    snapshot = cluster(*objects, **{"complete_namespaces": frozenset({"shop"}), **fields})
    return TracedPolicy(snapshot, snapshot.all_of(NetworkPolicy)[0])


def traced_access(client: str, *objects: Any, **fields: Any) -> TracedAccess:
    """The first Service among the objects of a converged cluster, as pods of that app would reach it."""
    service = traced(*objects, **fields)
    pods = tuple(pod for pod in service.snapshot.pods if pod.labels.get("app") == client)
    return TracedAccess(service.snapshot, service, f"deploy/{client}", pods)


def policy_in_files(*objects: Any) -> TracedPolicy:
    """The first NetworkPolicy among the objects of files that hold nothing else, followed."""
    snapshot = manifests(*objects)
    return TracedPolicy(snapshot, snapshot.all_of(NetworkPolicy)[0])


def in_files(*objects: Any) -> TracedService:
    """The first Service among the objects of files that hold nothing else, followed."""
    snapshot = manifests(*objects)
    return trace_service(snapshot, snapshot.services[0])


def forbidden(resource: str, namespace: str | None = None) -> Unread:
    """A resource the caller may not list."""
    return Unread(resource, namespace, "forbidden", f"cannot list {resource}")
