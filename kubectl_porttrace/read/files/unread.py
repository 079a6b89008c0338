"""The resources of which files hold no object, and which therefore count as unread, not as empty."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.referrers.consumer_pods import takes_requests
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE, Unread
from kubectl_porttrace.read.files.paths import ClosedFolder

_BY_HAND: tuple[type[KubernetesObject], ...] = (EndpointSlice, Endpoints)

_POLICIES = "the cluster may have NetworkPolicies that are not in the files"


def unread_in(snapshot: Snapshot) -> tuple[Unread, ...]:
    """What was not read, given the objects of some files.

    Manifests are complete, except for the kinds whose objects only a cluster makes. A recording holds what was asked
    of a cluster: a kind of which it has no object may not have been asked for, so it is unknown whether there is one.
    """
    missing = _missing_from_recording(snapshot) if snapshot.recorded else _missing_from_manifests(snapshot)
    absent = (Unread(resource, None, "not-requested", "the files hold none") for resource in missing)
    return (*absent, Unread("networkpolicies", None, "not-requested", _POLICIES))


def unread_behind(closed: Iterable[ClosedFolder]) -> Iterator[Unread]:
    """What was not read, given the folders that could not be: there may be objects of any kind in them."""
    for folder in closed:
        for resource in dict.fromkeys((*(kind.resource for kind in KINDS), PODS_ELSEWHERE, SERVICES_ELSEWHERE)):
            yield Unread(resource, None, "error", f"{folder.name}: {folder.reason}")


def _missing_from_manifests(snapshot: Snapshot) -> Iterator[str]:
    for kind in KINDS:
        # Either of them says by hand what is behind a Service, and the other is then not missed.
        alternatives = _BY_HAND if kind.model in _BY_HAND else (kind.model,)
        if kind.needed and not kind.written_by_people and not any(map(snapshot.all_of, alternatives)):
            yield kind.resource


def _missing_from_recording(snapshot: Snapshot) -> Iterator[str]:
    for kind in KINDS:
        if kind.needed and not snapshot.of_kind(kind):
            yield kind.resource
    # Pods of controllers come alone from their namespaces, by their labels.
    if len(_namespaces(pod for pod in snapshot.pods if not takes_requests(pod.labels))) <= 1:
        yield PODS_ELSEWHERE
    if len(_namespaces(snapshot.services)) <= 1:
        yield SERVICES_ELSEWHERE


def _namespaces(objects: Iterable[KubernetesObject]) -> frozenset[str]:
    return frozenset(each.namespace for each in objects)
