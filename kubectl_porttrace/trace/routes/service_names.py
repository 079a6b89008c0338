"""The names of the Services that were read, by namespace, and the namespaces by name: for thousands of routes."""

from collections.abc import Mapping

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.spellings import Spellings


def namespaces_of(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    """The namespaces that have a Service of that name."""
    return snapshot.once(_by_name).get(name, ())


def has_services(snapshot: Snapshot, namespace: str) -> bool:
    """Whether a Service of that namespace was read."""
    return namespace in snapshot.once(_by_namespace)


def near_service(snapshot: Snapshot, namespace: str, name: str) -> str | None:
    """The Service of a namespace that was probably meant by a name; None where none is near, or several are."""
    names = snapshot.once(_spellings).get(namespace)
    return names.nearest(name) if names else None


def _by_name(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    return grouped((service.name, service.namespace) for service in snapshot.services)


def _by_namespace(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    return grouped((service.namespace, service.name) for service in snapshot.services)


def _spellings(snapshot: Snapshot) -> Mapping[str, Spellings]:
    return {namespace: Spellings(names) for namespace, names in snapshot.once(_by_namespace).items()}
