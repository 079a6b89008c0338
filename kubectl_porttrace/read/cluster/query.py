"""One thing to ask an API server for: a list, or a single object by its name."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

import msgspec

from kubectl_porttrace.model.kind import Kind, group_of
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.unread import ALIASES

PAGE: Final = 500
_JSON: Final = "application/json"
PROTOBUF: Final = "application/vnd.kubernetes.protobuf"
_METADATA: Final = "PartialObjectMetadata"

PACKED_KINDS: Final = frozenset(
    {
        "CronJob",
        "DaemonSet",
        "Deployment",
        "EndpointSlice",
        "Endpoints",
        "Event",
        "HorizontalPodAutoscaler",
        "Ingress",
        "Job",
        "Namespace",
        "NetworkPolicy",
        "Node",
        "Pod",
        "ReplicaSet",
        "Service",
        "StatefulSet",
    }
)
"""The kinds that can be read as protobuf; of custom resources API servers have JSON alone."""


def _as(kind: str) -> str:
    return f"{_form(_JSON, kind)},{_JSON}"


def _form(media_type: str, kind: str) -> str:
    return f"{media_type};as={kind};g=meta.k8s.io;v=v1"


METADATA_LIST: Final = _as(f"{_METADATA}List")
"""The form of a list of which only metadata are used."""


class Query(msgspec.Struct, frozen=True):
    """What to ask for.

    Attributes:
        kind: as in `kind:`.
        namespace: where; None for the whole cluster.
        name: the one object of that name; None for a list.
        labels: a label selector.
        fields: a field selector.
        metadata_only: leave spec and status out, for kinds of which only names, labels and owners are used.
        essential: without it there is nothing to say, so that a refusal ends the run.
        known_as: what to call it where it could not be read, if not by the kind's plural.
        again: whether it is asked a second time, for what may have changed meanwhile.
        version: the version of its group to ask for; empty for the one in which its objects are written.
        at_most: so many objects of a list are enough; that there are more is told.
    """

    kind: str
    namespace: str | None
    name: str | None = None
    labels: str = ""
    fields: str = ""
    metadata_only: bool = False
    essential: bool = False
    known_as: str = ""
    again: bool = False
    version: str = ""
    at_most: int | None = None

    @property
    def resource(self) -> str:
        """What a report calls it where it could not be read."""
        return self.known_as or self.api_kind.known_as

    @property
    def api_kind(self) -> Kind:
        """The kind, with what decodes it."""
        return KIND_BY_NAME[self.kind]

    @property
    def path(self) -> str:
        """Its path on the API server."""
        written = self.api_kind.api_version
        version = f"{group_of(written)}/{self.version}" if self.version else written
        root = f"/apis/{version}" if group_of(version) else f"/api/{version}"
        within = f"/namespaces/{quote(self.namespace, safe='')}" if self.namespace else ""
        single = f"/{quote(self.name, safe='')}" if self.name else ""
        return f"{root}{within}/{self.api_kind.resource}{single}"

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of its first page."""
        if self.name:
            return {}
        selectors = {"labelSelector": self.labels, "fieldSelector": self.fields}
        return {"limit": str(self.at_most or PAGE), **{key: value for key, value in selectors.items() if value}}

    @property
    def packable(self) -> bool:
        """Whether it is a long list that can be read as protobuf: of the whole cluster, of a kind all servers have."""
        return self.namespace is None and not self.name and self.kind in PACKED_KINDS

    @property
    def accept_packed(self) -> str:
        """The forms to ask for where protobuf is welcome as well, the better first."""
        packed = _form(PROTOBUF, f"{_METADATA}List") if self.metadata_only else PROTOBUF
        return f"{packed},{self.accept}"

    @property
    def accept(self) -> str:
        """The form to ask for, as JSON."""
        if not self.metadata_only:
            return _JSON
        return _as(_METADATA) if self.name else METADATA_LIST

    @property
    def takes_all(self) -> bool:
        """Whether it asks for every object of its kind there, whole."""
        return not (self.name or self.labels or self.fields or self.metadata_only)

    @property
    def kinds(self) -> frozenset[str]:
        """What the one object may be called in the answer."""
        name = self.api_kind.name
        return frozenset({name, _METADATA} if self.metadata_only else {name})


EXTERNAL_NAMES: Final = Query("Service", None, fields="spec.type=ExternalName", known_as=ALIASES)
"""The Services of the cluster that are only a name for another host (`pkg/registry/core/service/strategy.go`)."""


def label_selector(labels: Mapping[str, str]) -> str:
    """A selector of all pairs of a map."""
    return ",".join(f"{key}={value}" for key, value in sorted(labels.items()))
