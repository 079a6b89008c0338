"""A cluster as it would be with some files applied to it, once the controllers were done."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import CONTROLLER, MIRRORING_CONTROLLER, EndpointSlice
from kubectl_porttrace.model.kinds import is_read, kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.overlay.pods import NewAddresses, PodChange, change_of_pods, ready_pod
from kubectl_porttrace.overlay.refused import refusals
from kubectl_porttrace.overlay.slices import mirrored_for, published_for, would_differ
from kubectl_porttrace.overlay.stored import stored

Key = tuple[str, str, str]
"""Kind, namespace and name."""

_UNKNOWN = "what the files make of them is not known where pods may not be read"


class Overlay(msgspec.Struct, frozen=True):
    """What comes of files that are laid over a cluster.

    Attributes:
        snapshot: the cluster as it would be.
        held: the objects that the files hold.
        refused: what the API server would not take, each with the reason.
        new_pods: how many pods there would be that do not exist yet.
    """

    snapshot: Snapshot
    held: frozenset[Key]
    refused: tuple[tuple[Key, str], ...]
    new_pods: int


def laid_over(live: Snapshot, files: Snapshot) -> Overlay:
    """The cluster with the objects of the files in the place of those of the same kind, namespace and name.

    All else comes from the cluster. Workloads whose template changes are rolled out, and their new pods are ready;
    slices are published anew where the controllers would publish others.

    Args:
        live: the cluster.
        files: what manifests hold, in the namespaces they go to.
    """
    there = {_key(each): each for model, objects in live.objects.items() if is_read(model) for each in objects}
    others = [each for model, objects in live.objects.items() if not is_read(model) for each in objects]
    written = {_key(each): each for each in _written(files)}
    placed = {key: stored(each, there.get(key)) for key, each in written.items()}
    addresses = NewAddresses()
    changes = [
        change_of_pods(live, _workload(there.get(key)), each, addresses)
        for key, each in placed.items()
        if isinstance(each, Workload)
    ]
    pods = {key: _pod(each, there.get(key), addresses) for key, each in placed.items() if isinstance(each, Pod)}
    kept = _without_gone(there, changes)
    new = tuple(pod for change in changes for pod in change.new)
    objects = {**kept, **placed, **pods, **{_key(pod): pod for pod in new}}
    merged = replace(
        live,
        source=replace(live.source, files=files.source.files),
        objects=by_type([*objects.values(), *others]),
        unread=(*live.unread, *_unknown(live, written.values())),
    )
    return Overlay(
        snapshot=_published(live, merged, written),
        held=frozenset(written),
        refused=tuple((key, why) for key, each in written.items() for why in refusals(each, there.get(key))),
        new_pods=len(new) + sum(pod.is_template for pod in pods.values()),
    )


def _key(each: KubernetesObject) -> Key:
    return (kind_of(each).key, *each.key)


def _written(files: Snapshot) -> Iterator[KubernetesObject]:
    """The objects of the files, without the templates that stand for pods of their workloads."""
    for objects in files.objects.values():
        for each in objects:
            if not isinstance(each, Pod) or each.template_of in {None, f"Pod/{each.name}"}:
                yield each


def _workload(earlier: KubernetesObject | None) -> Workload | None:
    return earlier if isinstance(earlier, Workload) else None


def _pod(placed: Pod, earlier: KubernetesObject | None, addresses: NewAddresses) -> Pod:
    return placed if earlier is not None else ready_pod(placed, addresses)


def _without_gone(there: Mapping[Key, KubernetesObject], changes: Iterable[PodChange]) -> dict[Key, KubernetesObject]:
    gone = frozenset(("Pod", *key) for change in changes for key in change.gone)
    return {key: each for key, each in there.items() if key not in gone}


def _unknown(live: Snapshot, written: Iterable[KubernetesObject]) -> Iterator[Unread]:
    """The namespaces in which slices would change, and how cannot be seen."""
    changing = (each for each in written if isinstance(each, Service | Workload | Pod))
    for namespace in sorted({each.namespace for each in changing}):
        if not live.was_read("pods", namespace):
            yield Unread("endpointslices", namespace, "not-requested", _UNKNOWN)


def _published(live: Snapshot, merged: Snapshot, written: Mapping[Key, KubernetesObject]) -> Snapshot:
    """The same with the slices that the controllers would publish, and with which Services the files change."""
    anew = {each.key: each for each in merged.services if would_differ(live, merged, each)}
    by_hand = {each.key: each for each in written.values() if isinstance(each, Endpoints) and _mirrored(merged, each)}
    made = [slice_ for each in anew.values() for slice_ in published_for(merged, each)]
    for key, endpoints in by_hand.items():
        service = merged.service(*key)
        made += mirrored_for(service, endpoints) if service is not None else ()

    def counts(each: KubernetesObject) -> bool:
        """Whether an object is as it was: slices of the controllers are not, nor the Endpoints beside them."""
        if isinstance(each, EndpointSlice):
            key = (each.namespace, each.service_name or "")
            managed = (CONTROLLER, anew), (MIRRORING_CONTROLLER, by_hand)
            return not any(each.managed_by == manager and key in services for manager, services in managed)
        return not isinstance(each, Endpoints) or each.key not in anew

    kept = [each for objects in merged.objects.values() for each in objects if counts(each)]
    held = {(namespace, name) for kind, namespace, name in written if kind in {"Service", "Endpoints"}}
    changed = frozenset(held & {each.key for each in merged.services} | anew.keys())
    return replace(merged, objects=by_type([*kept, *made]), laid_over=changed)


def _mirrored(merged: Snapshot, endpoints: Endpoints) -> bool:
    service = merged.service(*endpoints.key)
    return service is not None and not service.selects and endpoints.mirrored
