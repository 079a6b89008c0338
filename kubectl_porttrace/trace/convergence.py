"""Whether the EndpointSlices have caught up with the Service and its pods."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.meta import ObjectMeta
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.times import shifted
from kubectl_porttrace.trace.expected import (
    ExpectedEndpoint,
    ExpectedGroups,
    ExpectedSlices,
    SliceKey,
    published_slices,
)

CONVERGENCE_WINDOW = timedelta(seconds=30)


class Drift(msgspec.Struct, frozen=True):
    """How the actual slices differ from the expected ones.

    `recent` says that something changed within the convergence window, so the controller may simply not have got
    there yet.
    """

    missing: tuple[ExpectedEndpoint, ...]
    surplus: tuple[ExpectedEndpoint, ...]
    recent: bool


def drift_of(
    snapshot: Snapshot, service: Service, expected: ExpectedSlices, slices: Iterable[EndpointSlice]
) -> Drift | None:
    """The difference between expected and actual slices; None where there is none that tells anything.

    A pod whose Node is gone, or may be gone for all that could be read, keeps the entry it had: deleting a Node
    triggers no sync.
    """
    actual = published_slices(slices)
    missing = set(_without(expected.groups, actual))
    surplus = set(_without(actual, expected.groups))
    exempt = {pod.name for pod, reason in expected.excluded if reason == "node-missing"}
    if not snapshot.was_read("nodes"):
        exempt |= {endpoint.pod for endpoint in missing} - {endpoint.pod for endpoint in surplus}
    missing = {endpoint for endpoint in missing if endpoint.pod not in exempt}
    surplus = {endpoint for endpoint in surplus if endpoint.pod not in exempt}
    if not missing and not surplus:
        return None
    recent = any(
        snapshot.observed_at - moment < CONVERGENCE_WINDOW for moment in _changes(service, snapshot.pods_of(service))
    )
    return Drift(tuple(sorted(missing)), tuple(sorted(surplus)), recent)


def _without(these: ExpectedGroups, those: ExpectedGroups) -> Iterator[ExpectedEndpoint]:
    empty: frozenset[ExpectedEndpoint] = frozenset()
    group: SliceKey
    for group, endpoints in these.items():
        yield from endpoints - those.get(group, empty)


def _changes(service: Service, pods: Iterable[Pod]) -> Iterator[datetime]:
    """The moments at which something happened that the controller has to act on."""
    yield from _meta_changes(service.metadata)
    yield from (entry.time for entry in service.metadata.managed_fields if entry.time)
    for pod in pods:
        yield from _meta_changes(pod.metadata)
        ready = pod.condition("Ready")
        if ready is not None and ready.last_transition_time is not None:
            yield ready.last_transition_time


def _meta_changes(metadata: ObjectMeta) -> Iterator[datetime]:
    if metadata.creation_timestamp is not None:
        yield metadata.creation_timestamp
    if metadata.deletion_timestamp is not None:
        # The timestamp is when the grace period ends, not when deletion was asked for.
        yield shifted(metadata.deletion_timestamp, -metadata.deletion_grace_period_seconds)
