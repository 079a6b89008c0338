"""Which kinds a server has, asked in one request: aggregated discovery.

Source: `k8s.io/api/apidiscovery/v2/types.go`; servers have it since Kubernetes 1.26.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from kubectl_porttrace.model.kind import Kind, group_of
from kubectl_porttrace.model.meta import KubernetesObject, Value
from kubectl_porttrace.model.unread import KINDS_OF_API
from kubectl_porttrace.read.cluster.query import Query


class APIResource(Value, frozen=True):
    """One item of `resources`: its plural, and what may be done with it."""

    resource: str = ""
    verbs: tuple[str, ...] = ()


class APIVersion(Value, frozen=True):
    """One item of `versions`."""

    version: str = ""
    resources: tuple[APIResource, ...] = ()


class APIGroup(KubernetesObject, frozen=True):
    """One group that the server has, with its versions, the preferred one first."""

    versions: tuple[APIVersion, ...] = ()


_KIND: Final = Kind(
    "APIGroupDiscovery",
    KINDS_OF_API,
    "apidiscovery.k8s.io/v2",
    "read.cluster.discovery.APIGroup",
    namespaced=False,
    needed=False,
)

_LIST: Final = "as=APIGroupDiscoveryList"


class _Discovery(Query, frozen=True):
    """The request for all groups at once."""

    @property
    def api_kind(self) -> Kind:
        """The form of the answer."""
        return _KIND

    @property
    def path(self) -> str:
        """Where groups are listed."""
        return "/apis"

    @property
    def parameters(self) -> dict[str, str]:
        """None: it has one page."""
        return {}

    @property
    def accept(self) -> str:
        """Its version, and the one before it."""
        return ",".join(f"application/json;g=apidiscovery.k8s.io;v={version};{_LIST}" for version in ("v2", "v2beta1"))


DISCOVERY: Final[Query] = _Discovery(_KIND.name, None)
"""Ask for what the server has."""


class Served:
    """The resources that a server has and lists, with their versions."""

    def __init__(self, groups: Iterable[APIGroup]) -> None:
        """Take what the server said."""
        self._versions: Mapping[tuple[str, str], tuple[str, ...]] = {
            (group.name, resource): tuple(each.version for each in group.versions if _has(each, resource))
            for group in groups
            for resource in {each.resource for version in group.versions for each in version.resources}
        }

    def version(self, kind: Kind) -> str | None:
        """The version in which to read a kind: the first in which it can be; None where the server has none."""
        served = self._versions.get((group_of(kind.api_version), kind.resource), ())
        readable = (_version_of(kind), *kind.other_versions)
        return next((version for version in readable if version in served), None)

    def lacks(self, kind: Kind) -> bool:
        """Whether the server does not have a kind, in any version in which it could be read."""
        return not kind.built_in and self.version(kind) is None


def asked_for(kind: Kind, namespace: str | None, version: str, known_as: str = "") -> Query:
    """The list of a kind in one of its versions."""
    return Query(kind.key, namespace, version="" if version == _version_of(kind) else version, known_as=known_as)


def _version_of(kind: Kind) -> str:
    return kind.api_version.rpartition("/")[2]


def _has(version: APIVersion, resource: str) -> bool:
    return any(each.resource == resource and "list" in each.verbs for each in version.resources)
