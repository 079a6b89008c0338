"""Which workloads to read for a few Services: those that own their pods, each by its name.

The names in the slices tell who made the pods before the pods themselves are known, so that both are read at once. A
guess that was wrong costs one more read: what owns a pod is decided by the pod alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import POD_TEMPLATE_HASH
from kubectl_porttrace.read.cluster.collected import Facts
from kubectl_porttrace.read.cluster.query import Query

FEW: Final = 3
"""So many objects of a kind are asked for one by one; more of them are listed."""

Owner = tuple[str, str]
"""Kind and name."""

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


def every_workload(namespace: str | None) -> Iterator[Query]:
    """The lists of all of them."""
    for kind, metadata_only in METADATA_ONLY.items():
        yield Query(kind, namespace, metadata_only=metadata_only)


def owner_queries(facts: Facts, namespace: str | None, owners: Iterable[Owner]) -> Iterator[Query]:
    """Ask for some owners by name, or for all of a kind that has many of them; for none whose kind was listed."""
    names: dict[str, dict[str, None]] = {}
    for kind, name in owners:
        names.setdefault(kind, {})[name] = None
    for kind, wanted in names.items():
        metadata_only = METADATA_ONLY[kind]
        everything = Query(kind, namespace, metadata_only=metadata_only)
        if everything in facts.asked or len(wanted) > FEW:
            yield everything
            continue
        for name in wanted:
            yield Query(kind, namespace, name=name, metadata_only=metadata_only)


def owners_of(snapshot: Snapshot, pods: Iterable[Pod]) -> Iterator[Owner]:
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
            yield from _named_after(controller.name, pod.labels.get(POD_TEMPLATE_HASH, ""))


def guessed_owners(pod_name: str) -> Iterator[Owner]:
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


def _named_after(replica_set: str, template_hash: str) -> Iterator[Owner]:
    """The Deployment, whose controller puts the hash both into the name and on the pods."""
    if template_hash and replica_set.endswith(f"-{template_hash}"):
        yield "Deployment", replica_set.removesuffix(f"-{template_hash}")
