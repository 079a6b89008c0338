"""Workloads: those asked for, and those that own the pods of a few Services, by their names; all for many Services.

The names in the slices tell who made the pods before the pods themselves are known, so that both are read at once. A
guess that was wrong costs one more read: what owns a pod is decided by the pod alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import deployment_of
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule

KindAndName = tuple[str, str]
"""Of a workload, as an owner reference names it."""

METADATA_ONLY: Final[Mapping[str, bool]] = {
    "Deployment": False,
    "StatefulSet": False,
    "DaemonSet": False,
    "ReplicaSet": True,
    "Job": True,
}
"""The kinds that are read, and of which only labels, revision and owner are used."""

# The letters of generated names have no vowels, so that no words come up (`k8s.io/apimachinery/pkg/util/rand`).
_RANDOM: Final = "[bcdfghjklmnpqrstvwxz2456789]"
_GENERATED: Final = re.compile(rf"(?P<base>.+)-{_RANDOM}{{5}}")
_HASHED: Final = re.compile(rf"(?P<base>.+)-{_RANDOM}{{1,10}}")
_NUMBERED: Final = re.compile(r"(?P<base>.+)-\d+")


def _at_first(question: Question) -> Iterator[Query]:
    if question.whole:
        yield from _all_workloads(question.namespace)
    for target in question.workloads:
        if target.kind != "Pod":
            yield Query(target.kind, question.namespace, name=target.name, essential=True)


def _further(known: Known) -> Iterator[Query]:
    """The workloads that made the pods asked about, or behind Services that are; all where a selector matches no pod.

    Where a workload asked for is not there, those of its kind, for one of them may be meant.
    """
    namespace = known.question.namespace
    if known.without_pods and namespace is not None:
        # They have pods only for a time: their templates tell whether these are the ones.
        yield Query("Job", namespace)
        yield Query("CronJob", namespace)
    if known.question.whole:
        return
    for target in known.missing:
        if target.kind != "Pod":
            yield Query(target.kind, namespace, metadata_only=METADATA_ONLY[target.kind])
    if known.without_pods:
        yield from (query for query in _all_workloads(namespace) if query.kind != "Job")
    else:
        yield from _owner_queries(known.collected, namespace, _owners(known))


def _all_workloads(namespace: str | None) -> Iterator[Query]:
    for kind, metadata_only in METADATA_ONLY.items():
        yield Query(kind, namespace, metadata_only=metadata_only)


def _owner_queries(collected: Collected, namespace: str | None, owners: Iterable[KindAndName]) -> Iterator[Query]:
    """Ask for some owners by name, or for all of a kind that has many of them; for none whose kind was listed."""
    names: dict[str, dict[str, None]] = {}
    for kind, name in owners:
        names.setdefault(kind, {})[name] = None
    for kind, wanted in names.items():
        metadata_only = METADATA_ONLY[kind]
        everything = Query(kind, namespace, metadata_only=metadata_only)
        if everything in collected.asked or len(wanted) > FEW:
            yield everything
            continue
        for name in wanted:
            if Query(kind, namespace, name=name, essential=True) not in collected.asked:
                yield Query(kind, namespace, name=name, metadata_only=metadata_only)


def _owners(known: Known) -> Iterator[KindAndName]:
    """As the pods say, or as the names of pods in the slices let one guess until the pods are read."""
    snapshot = known.snapshot
    yield from _owners_of(snapshot, known.asked_pods)
    for service in known.services:
        published = [endpoint.target_ref.name for endpoint in known.endpoints_of(service) if endpoint.target_ref]
        if known.collected.has_asked_for("Pod"):
            by_name = (snapshot.pod(service.namespace, name) for name in published)
            yield from _owners_of(snapshot, (*snapshot.pods_of(service), *filter(None, by_name)))
        else:
            for name in published:
                yield from _guessed_owners(name)


def _owners_of(snapshot: Snapshot, pods: Iterable[Pod]) -> Iterator[KindAndName]:
    """Who owns pods: what they name as their controller, and what that names, or is named after, in turn."""
    for pod in pods:
        controller = pod.metadata.controller
        if controller is None or controller.kind not in METADATA_ONLY:
            continue
        yield controller.kind, controller.name
        read = snapshot.workload(controller.kind, pod.namespace, controller.name)
        above = read.metadata.controller if read else None
        if above is not None and above.kind in METADATA_ONLY:
            yield above.kind, above.name
        elif read is None and controller.kind == "ReplicaSet":
            deployment = deployment_of(controller.name, pod)
            if deployment is not None:
                yield "Deployment", deployment


def _guessed_owners(pod_name: str) -> Iterator[KindAndName]:
    """Who may have made a pod of that name, as controllers name pods: `web-6d4b75cb6d-x7k2p`, `db-0`, `agent-x7k2p`."""
    if numbered := _NUMBERED.fullmatch(pod_name):
        yield "StatefulSet", numbered["base"]
    elif generated := _GENERATED.fullmatch(pod_name):
        base = generated["base"]
        if hashed := _HASHED.fullmatch(base):
            yield "ReplicaSet", base
            yield "Deployment", hashed["base"]
        else:
            yield "DaemonSet", base


RULE = Rule(first=_at_first, further=_further)
