"""Pages of lists as protobuf: what an API server puts around them, their metadata and their objects.

A body is four bytes and a `runtime.Unknown` (`k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go`).
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import msgspec
from google.protobuf.message import DecodeError
from msgspec.structs import replace

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.cluster.decode import ListMeta, Status
from kubectl_porttrace.read.cluster.protobuf.fields import Descriptor
from kubectl_porttrace.read.cluster.protobuf.leaves import text
from kubectl_porttrace.read.cluster.protobuf.messages import message_class
from kubectl_porttrace.read.cluster.protobuf.reading import Reader
from kubectl_porttrace.read.cluster.query import Query

_PREFIX: Final = b"k8s\0"
_TYPE_META, _RAW = 1, 2
"""The fields of an Unknown that are used (`k8s.io/apimachinery/pkg/runtime/generated.proto`)."""
_METADATA, _ITEMS = 1, 2
"""The fields of every list (`k8s.io/api/core/v1/generated.proto`)."""
_NOTHING: Final = memoryview(b"")
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
        parts = tuple(_fields(raw))
        items = [part for number, part in parts if number == _ITEMS]
        return _metadata(parts), partial(self._objects, message_class(kind).DESCRIPTOR.fields_by_name["items"], items)

    def _objects(self, field: Descriptor, items: Iterable[memoryview]) -> tuple[KubernetesObject, ...]:
        """The objects, unpacked one at a time: what is unpacked takes several times the room of what is kept."""
        kind = self._query.api_kind
        read, unpacked = self._reader.of(kind.model, field.message_type), message_class(field.message_type.name)
        try:
            objects = tuple([read(unpacked.FromString(item)) for item in items])
        except DecodeError as error:
            raise msgspec.DecodeError(str(error)) from None
        return tuple(replace(each, kind=self._query.kind) for each in objects) if kind.shares_model else objects


def decode_packed_head(head: bytes) -> ListMeta:
    """What a list says of itself, as far as the beginning of its page holds it: texts are whole, or left out.

    Raises:
        msgspec.DecodeError: it is no list, or cut within a text.
    """
    _, raw = _unwrapped(head, cut=True)
    return _metadata(_fields(raw, cut=True))


def decode_packed_status(body: bytes) -> Status | None:
    """The Status with which the API server refuses a request; None where the body is none."""
    try:
        kind, raw = _unwrapped(body)
        status = _parsed(kind, raw) if kind == "Status" else None
    except msgspec.DecodeError:
        return None
    return Status(kind, text(status.message), text(status.reason)) if status is not None else None


def _metadata(fields: Iterable[tuple[int, memoryview]]) -> ListMeta:
    said = _parsed("ListMeta", next((part for number, part in fields if number == _METADATA), _NOTHING))
    return ListMeta(text(getattr(said, "continue")), said.remainingItemCount, text(said.resourceVersion))


def _unwrapped(body: bytes, *, cut: bool = False) -> tuple[str, memoryview]:
    """The kind of what a body holds, and that itself, which is long and is not copied; `cut` as of `_fields`."""
    if not body.startswith(_PREFIX):
        raise msgspec.DecodeError("it does not begin as Kubernetes' own does")
    parts = dict(_fields(memoryview(body)[len(_PREFIX) :], cut=cut))
    if not parts.keys() >= {_TYPE_META, _RAW}:
        raise msgspec.DecodeError("there is nothing in it")
    return text(_parsed("TypeMeta", parts[_TYPE_META]).kind), parts[_RAW]


def _fields(body: memoryview, *, cut: bool = False) -> Iterator[tuple[int, memoryview]]:
    """The number of each field of a message that has none but such as begin with their size, and what is in it.

    Where `cut` is true only the beginning of the message is there, and of the last field what there is.
    """
    at = 0
    while at < len(body):
        tag, at = _number(body, at)
        size, at = _number(body, at)
        if tag & _WIRE_TYPE != _SIZED or (size > len(body) - at and not cut):
            raise msgspec.DecodeError("it ends before what it says it holds")
        yield tag >> 3, body[at : at + size]
        at += size


def _number(body: memoryview, at: int) -> tuple[int, int]:
    """The number at a place, seven bits of it in each byte and the least first, and the place of what comes after."""
    number = 0
    for place, byte in enumerate(body[at : at + _LONGEST]):
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:  # noqa: PLR2004 - the eighth bit says that there is more
            return number, at + place + 1
    raise msgspec.DecodeError("it ends in a number")


def _parsed(name: str, body: memoryview) -> Any:  # noqa: ANN401 - a message
    try:
        return message_class(name).FromString(body)
    except DecodeError as error:
        raise msgspec.DecodeError(str(error)) from None
