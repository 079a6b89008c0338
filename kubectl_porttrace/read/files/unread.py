"""What files cannot tell: the resources of which they hold nothing, so that nothing found means nothing."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import PODS_ELSEWHERE, SERVICES_ELSEWHERE, Snapshot, Unread

_WORKLOADS = ("deployments", "replicasets", "statefulsets", "daemonsets")

_POLICIES = "NetworkPolicies are not read by this version, so a policy may still close a port"


def unread_in(snapshot: Snapshot) -> tuple[Unread, ...]:
    """What was not read, given the objects of some files.

    Manifests are the whole of what they describe, but for what only a cluster has. A recording is what somebody asked
    a cluster for: a kind that is absent may not have been asked for, and is not known to have no objects.
    """
    missing = _missing_from_recording(snapshot) if snapshot.recorded else _missing_from_manifests(snapshot)
    absent = (Unread(resource, None, "not-requested", "the files hold none") for resource in missing)
    return (*absent, Unread("networkpolicies", None, "not-requested", _POLICIES))


def _missing_from_manifests(snapshot: Snapshot) -> Iterator[str]:
    if not snapshot.endpoint_slices and not snapshot.endpoints:
        yield from ("endpointslices", "endpoints")
    if not snapshot.pods:
        yield "pods"
    yield from _nodes_and_events(snapshot)


def _missing_from_recording(snapshot: Snapshot) -> Iterator[str]:
    if not snapshot.endpoints:
        yield "endpoints"
    if not snapshot.pods:
        yield "pods"
    if len(_namespaces(snapshot.pods)) <= 1:
        yield PODS_ELSEWHERE
    if len(_namespaces(snapshot.services)) <= 1:
        yield SERVICES_ELSEWHERE
    if not snapshot.workloads:
        yield from _WORKLOADS
    yield from _nodes_and_events(snapshot)


def _nodes_and_events(snapshot: Snapshot) -> Iterator[str]:
    if not snapshot.nodes:
        yield "nodes"
    if not snapshot.events:
        yield "events"


def _namespaces(objects: Iterable[KubernetesObject]) -> frozenset[str]:
    return frozenset(each.namespace for each in objects)
