"""Policies of other kinds, whose rules are not judged, and which may admit what NetworkPolicies do not."""

from collections.abc import Mapping

from kubectl_porttrace.model.other_policies import OTHER_POLICIES
from kubectl_porttrace.model.snapshot import Snapshot


def policies_beside(snapshot: Snapshot, namespace: str) -> tuple[str, ...]:
    """The policies of other kinds that may be about pods of a namespace, by kind and name.

    Where those of a kind could not be read, the kind alone: some may be there. Which pods they select is not looked at.
    """
    everywhere = snapshot.once(_by_namespace)
    unread = (kind.key for kind in OTHER_POLICIES if not snapshot.was_read(kind.known_as, namespace))
    return (*everywhere.get("", ()), *(everywhere.get(namespace, ()) if namespace else ()), *unread)


def _by_namespace(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind in OTHER_POLICIES:
        for each in snapshot.all_of(kind.model):
            found[each.namespace] = (*found.get(each.namespace, ()), f"{kind.key}/{each.name}")
    return found
