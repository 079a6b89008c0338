"""Keep once what thousands of pods have in common: labels, containers, owners, the names of nodes and namespaces."""

from collections.abc import Hashable, Iterable
from typing import TypeVar, cast

from msgspec.structs import force_setattr

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod

Equal = TypeVar("Equal")


class Sharing:
    """What was seen in one list so far.

    Values are frozen, so that nobody can tell whether two are equal or the same; those handed over here are fresh from
    the decoder, and nobody else holds them yet.
    """

    def __init__(self) -> None:
        """Nothing was seen."""
        self._seen: dict[Hashable, object] = {}

    def share(self, objects: Iterable[KubernetesObject]) -> None:
        """Let equal parts of these objects, and of all that came before, be the same."""
        for each in objects:
            if isinstance(each, Pod):
                self._share(each)

    def _share(self, pod: Pod) -> None:
        spec, metadata = pod.spec, pod.metadata
        force_setattr(spec, "containers", self._first(spec.containers))
        force_setattr(spec, "init_containers", self._first(spec.init_containers))
        force_setattr(spec, "node_name", self._first(spec.node_name))
        force_setattr(metadata, "namespace", self._first(metadata.namespace))
        force_setattr(metadata, "owner_references", self._first(metadata.owner_references))
        force_setattr(metadata, "labels", self._first(metadata.labels, frozenset(metadata.labels.items())))

    def _first(self, value: Equal, key: Hashable = None) -> Equal:
        """The first value that is equal to this one."""
        return cast(Equal, self._seen.setdefault(value if key is None else key, value))
