"""What else there is, where a pod names a Secret or a ConfigMap that does not exist."""

from collections.abc import Mapping
from typing import TypeAlias

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.missing import Missing
from kubectl_porttrace.model.named import ConfigMap, Secret
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spellings import Spellings
from kubectl_porttrace.trace.unready.cause import Cause, CauseKind

_MODELS: dict[str, type[Secret] | type[ConfigMap]] = {"Secret": Secret, "ConfigMap": ConfigMap}

_Names: TypeAlias = Mapping[tuple[str, str], Spellings]
"""The names of these, by kind and namespace."""


def other_name(snapshot: Snapshot, namespace: str, missing: Missing) -> str | None:
    """The name that was most likely meant; that of the object itself where it exists by now.

    Returns:
        None where there is none, or where the names of that kind were not read.
    """
    there = snapshot.once(_names).get((missing.kind, namespace))
    return there.likely_meant(missing.name) if there and missing.name else None


def _names(snapshot: Snapshot) -> _Names:
    there = grouped(
        ((kind, each.namespace), each.name) for kind, model in _MODELS.items() for each in snapshot.all_of(model)
    )
    return {key: Spellings(names) for key, names in there.items()}


def names_unread(snapshot: Snapshot, namespace: str, kind: str) -> str:
    """The resource whose names could not be read; empty where they were, and for kinds of which none are read."""
    resource = KIND_BY_NAME[kind].resource if kind in _MODELS else ""
    return "" if not resource or snapshot.was_read(resource, namespace) else resource


def cause_of_missing(
    snapshot: Snapshot, namespace: str, missing: Missing, kind: CauseKind, what: str, container: str = ""
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
