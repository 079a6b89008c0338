"""What else there is, where a pod names a Secret or a ConfigMap that does not exist."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.missing import MissingObject
from kubectl_porttrace.model.named import ConfigMap, Secret
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spellings import Spellings
from kubectl_porttrace.trace.unready.cause import Cause, CauseKind

_Names: TypeAlias = Mapping[str, Spellings]
"""The names of one kind, by namespace."""


def other_name(snapshot: Snapshot, namespace: str, missing: MissingObject) -> str | None:
    """The name that was most likely meant; that of the object itself where it exists by now.

    Returns:
        None where there is none, or where the names of that kind were not read.
    """
    derive = _NAMES.get(missing.kind)
    there = snapshot.once(derive).get(namespace) if derive else None
    return there.likely_meant(missing.name) if there and missing.name else None


def _secrets(snapshot: Snapshot) -> _Names:
    return _names(snapshot.all_of(Secret))


def _config_maps(snapshot: Snapshot) -> _Names:
    return _names(snapshot.all_of(ConfigMap))


# Each kind by itself: a pod that waits for a Secret does not depend on whether ConfigMaps were read.
_NAMES: Mapping[str, Callable[[Snapshot], _Names]] = {"Secret": _secrets, "ConfigMap": _config_maps}


def _names(objects: Iterable[KubernetesObject]) -> _Names:
    there = grouped((each.namespace, each.name) for each in objects)
    return {namespace: Spellings(names) for namespace, names in there.items()}


def names_unread(snapshot: Snapshot, namespace: str, kind: str) -> str:
    """The resource whose names could not be read; empty where they were, and for kinds of which none are read."""
    resource = KIND_BY_NAME[kind].resource if kind in _NAMES else ""
    return "" if not resource or snapshot.was_read(resource, namespace) else resource


def cause_of_missing(
    snapshot: Snapshot, namespace: str, missing: MissingObject, kind: CauseKind, what: str, container: str = ""
) -> Cause:
    """What keeps a container or a volume waiting for an object, and which one may be meant.

    What the kubelet reports is what it found when it last tried: the object may exist by now.
    """
    other = "" if missing.key else other_name(snapshot, namespace, missing) or ""
    why = f"needs {missing.title}, which {missing.lacks}"
    if not missing.name:
        why = f"names key {missing.key}, which its {missing.kind} does not have"
    if other == missing.name and other:
        why = f"needs {missing.title}, which did not exist when the kubelet last tried"
    elif other:
        why = f"{why}; there is {other}"
    return Cause(kind, what, why, container, subject=missing.name, subject_kind=missing.kind, meant=other)
