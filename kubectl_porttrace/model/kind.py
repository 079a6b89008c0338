"""A kind of objects: what the API calls it, what decodes it, and what it names."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any, Final, cast

import msgspec

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.reference import Reference
from kubectl_porttrace.model.service_labels import ServiceLabels

_PACKAGE: Final = f"{__name__.partition('.')[0]}."


class Kind(msgspec.Struct, frozen=True):
    """One kind. An entry here is all it takes for its objects to be decoded, indexed, saved and found in files.

    Its struct is named, and imported where an object of it is decoded: a question has to do with few of all kinds.

    Attributes:
        name: as in `kind:`.
        resource: the plural of the API's paths, which checks name as what they need.
        api_version: the version its objects are written with.
        struct: where that is what its objects are decoded into, within the package: `model.pod.Pod`.
        old_groups: groups that older manifests name for the same kind.
        namespaced: whether its objects live in a namespace.
        written_by_people: whether manifests hold all of its objects that matter, so that one which is not there does
            not exist. Others come from a cluster.
        needed: whether a check needs to know that it was read; False for kinds that only own what owns pods, and for
            those that only tell more of what is known without them.
        references: the function beside the struct that yields the references to Service ports in one of its objects;
            empty for a kind that has none.
        selects: the function there that yields those of an object which names no Service and selects some by their
            labels; its second argument are the labels.
        other_versions: further versions of its group in which its objects can be read, where a server has not
            `api_version`.
        built_in: whether every server has it, in this version; else it is only asked for where the server says so.
        qualified: whether another kind has the same name, so that this one is always called with its group.
        short_names: what kubectl takes for it beside its names.
        crosses: whether its objects may name Services of other namespaces.
        heavy: whether its objects are so large that they are read only where one of them probably matters.
    """

    name: str
    resource: str
    api_version: str
    struct: str
    old_groups: tuple[str, ...] = ()
    namespaced: bool = True
    written_by_people: bool = True
    needed: bool = True
    references: str = ""
    selects: str = ""
    other_versions: tuple[str, ...] = ()
    built_in: bool = True
    qualified: bool = False
    short_names: tuple[str, ...] = ()
    crosses: bool = False
    heavy: bool = False

    @property
    def key(self) -> str:
        """What it is called among all kinds that are read: its name, or `Gateway.networking.istio.io`."""
        return f"{self.name}.{group_of(self.api_version)}" if self.qualified else self.name

    @property
    def known_as(self) -> str:
        """What its objects are called together: `services`, or `gateways.networking.istio.io`."""
        return f"{self.resource}.{group_of(self.api_version)}" if self.qualified else self.resource

    @property
    def refers(self) -> bool:
        """Whether its objects name Service ports, or select Services."""
        return bool(self.references or self.selects)

    @property
    def model(self) -> type[KubernetesObject]:
        """What its objects are decoded into."""
        return cast(type[KubernetesObject], _found(self.struct))

    def references_in(self, object_: KubernetesObject) -> Iterator[Reference]:
        """The references to Service ports in one of its objects."""
        if self.references:
            yield from _found(self._beside(self.references))(object_)

    def selected_by(self, object_: KubernetesObject, services: ServiceLabels) -> Iterator[Reference]:
        """The references of one of its objects that names no Service and selects some by their labels."""
        if self.selects:
            yield from _found(self._beside(self.selects))(object_, services)

    def _beside(self, function: str) -> str:
        return f"{self.struct.rpartition('.')[0]}.{function}"

    @property
    def words(self) -> tuple[str, ...]:
        """What kubectl takes for it: its short names, its name and its plural, each of the last two with the group."""
        names = (self.name.lower(), self.resource)
        bare = () if self.qualified else (*self.short_names, *names)
        group = group_of(self.api_version)
        return (*bare, *(f"{name}.{group}" for name in names if group))

    @property
    def groups(self) -> tuple[str, ...]:
        """The API groups under which it is known; the core group is empty."""
        return (group_of(self.api_version), *self.old_groups)

    @property
    def shares_model(self) -> bool:
        """Whether other kinds are decoded into the same value, which therefore says of which kind it is."""
        return "kind" in self.model.__struct_fields__


@cache
def struct_of(model: type[KubernetesObject]) -> str:
    """Where what an object was decoded into is, as `Kind.struct` says it."""
    return f"{model.__module__}.{model.__qualname__}".removeprefix(_PACKAGE)


@cache
def _found(place: str) -> Any:  # noqa: ANN401 - a type or a function, as `tests/model/test_kinds.py` holds
    """What is at a place within the package."""
    module, _, name = place.rpartition(".")
    return getattr(import_module(f"{_PACKAGE}{module}"), name)


def group_of(api_version: str) -> str:
    """The group of an apiVersion: `apps` of `apps/v1`, empty for the core group's `v1`."""
    return api_version.rpartition("/")[0]
