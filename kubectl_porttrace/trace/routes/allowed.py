"""Of which namespaces a Gateway takes routes and ListenerSets."""

from kubectl_porttrace.model.referrers.gateway import FromNamespaces
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.policies.labels import matches, namespace_labels


def admits(snapshot: Snapshot, allowed: FromNamespaces, own: str, namespace: str, default: str) -> Answer:
    """Whether objects of a namespace are allowed.

    Args:
        snapshot: what was read.
        allowed: what is written.
        own: the namespace of who allows.
        namespace: the namespace in question.
        default: what holds where nothing is written.
    """
    where = allowed.from_ or default
    if where == "Selector":
        labels = namespace_labels(snapshot, namespace)
        return matches(allowed.selector, labels) if allowed.selector is not None else False
    return {"All": True, "None": False, "Same": own == namespace}.get(where)
