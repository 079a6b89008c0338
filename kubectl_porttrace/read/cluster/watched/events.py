"""One line of a watch: what became of an object, how far the watch has come, or why it ends.

Source: `k8s.io/apimachinery/pkg/apis/meta/v1/watch.go:WatchEvent`.
"""

from http import HTTPStatus
from typing import Final

import msgspec

from kubectl_porttrace.model.meta import KubernetesObject, Value
from kubectl_porttrace.read.cluster.decode import decode_json, decode_object
from kubectl_porttrace.read.cluster.query import Query

DELETED: Final = "DELETED"
_BOOKMARK: Final = "BOOKMARK"
_ERROR: Final = "ERROR"


class WatchEvent(msgspec.Struct, frozen=True):
    """What a line says.

    Attributes:
        type: ADDED, MODIFIED or DELETED, where it is about an object.
        resource_version: how far the watch has come.
        object: what it is about, as it is now or was at last; None where the line only tells how far the watch is.
    """

    type: str
    resource_version: str
    object: KubernetesObject | None = None


class WatchEndedError(Exception):
    """The server ends the watch and says why.

    Attributes:
        code: the HTTP status it gives.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code

    @property
    def too_old(self) -> bool:
        """Whether what came after the given version is not known any more, so that all has to be read again."""
        return self.code == HTTPStatus.GONE


class _Line(Value, frozen=True):
    type: str = ""
    object: msgspec.Raw = msgspec.Raw(b"{}")


class _Meta(Value, frozen=True):
    resource_version: str = ""


class _Head(Value, frozen=True):
    """What any object of a watch may hold: how far the watch is, and in a Status why it ends."""

    metadata: _Meta = _Meta()
    code: int = 0
    message: str = ""


def decode_event(line: bytes, query: Query) -> WatchEvent:
    """What one line of the watch of a query says.

    Raises:
        msgspec.DecodeError: it is no such line, or not the whole of it.
        WatchEndedError: it says that the watch ends.
    """
    read = decode_json(line, _Line)
    told = bytes(read.object)
    head = decode_json(told, _Head)
    if read.type == _ERROR:
        raise WatchEndedError(head.code, head.message)
    version = head.metadata.resource_version
    if read.type == _BOOKMARK:
        return WatchEvent(read.type, version)
    return WatchEvent(read.type, version, decode_object(told, query))
