"""Pages of lists as protobuf: what an API server puts around them, their metadata and their objects.

A body is four bytes and a `runtime.Unknown` (`k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go`).
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import msgspec
from google.protobuf.message import DecodeError
from msgspec.structs import replace

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.cluster.decode import ListMeta, Status
from kubectl_porttrace.read.cluster.protobuf.leaves import text
from kubectl_porttrace.read.cluster.protobuf.messages import message_class
from kubectl_porttrace.read.cluster.protobuf.reading import Reader
from kubectl_porttrace.read.cluster.query import Query

_PREFIX: Final = b"k8s\0"
_TYPE_META, _RAW = 1, 2
"""The fields of an Unknown that are used (`k8s.io/apimachinery/pkg/runtime/generated.proto`)."""
_WIRE_TYPE, _SIZED = 7, 2
"""The bits of a tag that say how a field is written, and what they are where it begins with its size."""
_LONGEST = 10
"""So many bytes a number has at most."""


class PackedList:
    """What reads the pages of one list."""

    def __init__(self, query: Query) -> None:
        """Begin a list."""
        self._query = query
        self._reader = Reader()

    def page(self, body: bytes) -> tuple[ListMeta, Callable[[], tuple[KubernetesObject, ...]]]:
        """What a page says of itself, and what reads its objects, which raises `msgspec.DecodeError`.

        Raises:
            msgspec.DecodeError: the body is no list of such objects, or not the whole of it.
        """
        kind, raw = _unwrapped(body)
        if kind not in {f"{each}List" for each in self._query.kinds}:
            raise msgspec.ValidationError(f'it sent a "{kind}", not a {self._query.kind}List')
        found = _parsed(kind, raw)
        token, remaining = getattr(found.metadata, "continue"), found.metadata.remainingItemCount
        return ListMeta(text(token), remaining, text(found.metadata.resourceVersion)), partial(self._objects, found)

    def _objects(self, found: Any) -> tuple[KubernetesObject, ...]:  # noqa: ANN401 - a list's message
        kind = self._query.api_kind
        read = self._reader.of(kind.model, found.DESCRIPTOR.fields_by_name["items"].message_type)
        try:
            objects = tuple(map(read, found.items))
        except DecodeError as error:
            raise msgspec.DecodeError(str(error)) from None
        return tuple(replace(each, kind=self._query.kind) for each in objects) if kind.shares_model else objects


def decode_packed_status(body: bytes) -> Status | None:
    """The Status with which the API server refuses a request; None where the body is none."""
    try:
        kind, raw = _unwrapped(body)
        status = _parsed(kind, raw) if kind == "Status" else None
    except msgspec.DecodeError:
        return None
    return Status(kind, text(status.message), text(status.reason)) if status is not None else None


def _unwrapped(body: bytes) -> tuple[str, memoryview]:
    """The kind of what a body holds, and that itself, which is long and is not copied."""
    if not body.startswith(_PREFIX):
        raise msgspec.DecodeError("it does not begin as Kubernetes' own does")
    parts, rest = {}, memoryview(body)[len(_PREFIX) :]
    while rest:
        tag, rest = _number(rest)
        size, rest = _number(rest)
        if tag & _WIRE_TYPE != _SIZED or size > len(rest):
            raise msgspec.DecodeError("it ends before what it says it holds")
        parts[tag >> 3], rest = rest[:size], rest[size:]
    if not parts.keys() >= {_TYPE_META, _RAW}:
        raise msgspec.DecodeError("there is nothing in it")
    return text(_parsed("TypeMeta", parts[_TYPE_META]).kind), parts[_RAW]


def _number(rest: memoryview) -> tuple[int, memoryview]:
    """The number at the beginning, seven bits of it in each byte and the least first, and what comes after it."""
    number = 0
    for place, byte in enumerate(rest[:_LONGEST]):
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:  # noqa: PLR2004 - the eighth bit says that there is more
            return number, rest[place + 1 :]
    raise msgspec.DecodeError("it ends in a number")


def _parsed(name: str, body: memoryview) -> Any:  # noqa: ANN401 - a message
    try:
        return message_class(name).FromString(body)
    except DecodeError as error:
        raise msgspec.DecodeError(str(error)) from None
