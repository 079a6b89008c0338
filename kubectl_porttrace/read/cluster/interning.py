"""Keep equal parts of thousands of pods in memory once: labels, containers, owners, names of nodes and namespaces."""

from collections.abc import Hashable, Iterable
from typing import TypeVar, cast

from msgspec.structs import force_setattr

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod

Equal = TypeVar("Equal")


class Interner:
    """The parts that the objects of one list had so far.

    Values are frozen, so it makes no difference whether two are equal or the same object. Objects given to `intern` are
    changed in place, and so must come from the decoder and be referred to by nothing else yet.
    """

    def __init__(self) -> None:
        """Begin without any part."""
        self._seen: dict[Hashable, object] = {}

    def intern(self, objects: Iterable[KubernetesObject]) -> None:
        """Replace parts of these objects by equal parts that came before."""
        for each in objects:
            if isinstance(each, Pod):
                self._intern(each)

    def _intern(self, pod: Pod) -> None:
        spec, metadata = pod.spec, pod.metadata
        force_setattr(spec, "containers", self._first(spec.containers))
        force_setattr(spec, "init_containers", self._first(spec.init_containers))
        force_setattr(spec, "node_name", self._first(spec.node_name))
        force_setattr(metadata, "namespace", self._first(metadata.namespace))
        force_setattr(metadata, "owner_references", self._first(metadata.owner_references))
        force_setattr(metadata, "finalizers", self._first(metadata.finalizers))
        force_setattr(metadata, "labels", self._first(metadata.labels, frozenset(metadata.labels.items())))

    def _first(self, value: Equal, key: Hashable = None) -> Equal:
        """The first value that is equal to this one."""
        return cast(Equal, self._seen.setdefault(value if key is None else key, value))
