"""Which Secrets and ConfigMaps a saved snapshot names: those that may be meant by a name that does not exist."""

from collections.abc import Collection

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.missing import missing_of
from kubectl_porttrace.model.named import ConfigMap, Secret
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spellings import Spellings

NAMED = (Secret, ConfigMap)


def named(snapshot: Snapshot, model: type[KubernetesObject]) -> Collection[tuple[str, str]] | None:
    """The keys of the objects to write of a kind whose names tell something; None for kinds that are written whole."""
    if model not in NAMED:
        return None
    there = grouped((each.namespace, each.name) for each in snapshot.all_of(model))
    names = {namespace: Spellings(found) for namespace, found in there.items()}
    lacking = {
        (pod.namespace, missing.name)
        for pod in snapshot.pods
        if pod.namespace in names and not pod.ready
        for missing in missing_of(snapshot, pod)
        if missing.kind == model.__name__
    }
    meant = ((namespace, names[namespace].likely_meant(name)) for namespace, name in lacking)
    return {(namespace, name) for namespace, name in meant if name}
