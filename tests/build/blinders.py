"""The same snapshot, seen by somebody who may not read some resource."""

from collections.abc import Iterable

from msgspec.structs import replace

from kubectl_porttrace.model.kinds import kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import PODS_ELSEWHERE, Snapshot, by_type
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build.snapshots import forbidden


def without(subject: TracedService, *resources: str) -> TracedService:
    """The same Service, followed in a snapshot of which some resources could not be read."""
    kept = [each for each in _objects(subject.snapshot) if not _hidden(each, subject.namespace, resources)]
    unread = (*subject.snapshot.unread, *map(forbidden, resources))
    complete = frozenset() if "pods" in resources else subject.snapshot.complete_namespaces
    blind = replace(subject.snapshot, objects=by_type(kept), unread=unread, complete_namespaces=complete)
    return trace_service(blind, subject.service)


def _objects(snapshot: Snapshot) -> Iterable[KubernetesObject]:
    return (each for objects in snapshot.objects.values() for each in objects)


def _hidden(object_: KubernetesObject, namespace: str, resources: Iterable[str]) -> bool:
    elsewhere = isinstance(object_, Pod) and object_.namespace != namespace
    return (PODS_ELSEWHERE if elsewhere else kind_of(object_).resource) in resources
