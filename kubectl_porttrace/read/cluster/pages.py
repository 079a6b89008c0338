"""The pages of one list, in the form in which the API server sends them: JSON, or protobuf where that was welcome too.

What reads protobuf is imported with the first page in that form: few runs read lists that long.
"""

import os
from collections.abc import Callable
from functools import cached_property, partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.decode import (
    ListMeta,
    Status,
    decode_head,
    decode_list_metadata,
    decode_page,
    decode_status,
)
from kubectl_porttrace.read.cluster.interning import Interner
from kubectl_porttrace.read.cluster.query import PROTOBUF, Query

if TYPE_CHECKING:  # imported where it is used
    from kubectl_porttrace.read.cluster.protobuf.packed_list import PackedList

_COMPILED: Final = "google._upb._message"
_CHOICE: Final = "PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"


class Page(NamedTuple):
    """One page: what it says of itself, and what decodes its objects, which raises `msgspec.DecodeError`."""

    metadata: ListMeta
    objects: Callable[[], tuple[KubernetesObject, ...]]


class Pages:
    """What decodes the pages of one list. Equal parts of its objects are kept once."""

    def __init__(self, query: Query) -> None:
        """Begin a list."""
        self._query = query
        self._interner = Interner()

    @property
    def accept(self) -> str:
        """The forms to ask for."""
        return self._query.accept_packed if self._query.packable and _can_unpack() else self._query.accept

    def page(self, answer: HttpAnswer) -> Page:
        """One page.

        Raises:
            msgspec.DecodeError: the body is no list of such objects.
        """
        if is_packed(answer):
            metadata, objects = self._packed.page(answer.body)
            return Page(metadata, objects)
        return Page(decode_list_metadata(answer.body), partial(self._from_json, answer.body))

    @staticmethod
    def next_token(begun: HttpAnswer) -> str:
        """Where the next page begins, by the beginning of one; empty where that does not tell."""
        try:
            head = _packed_head(begun.body) if is_packed(begun) else decode_head(begun.body)
        except msgspec.DecodeError:
            return ""
        return head.continue_token if head else ""

    def _from_json(self, body: bytes) -> tuple[KubernetesObject, ...]:
        objects = decode_page(body, self._query)
        self._interner.intern(objects)
        return objects

    @cached_property
    def _packed(self) -> "PackedList":
        from kubectl_porttrace.read.cluster.protobuf.packed_list import PackedList

        return PackedList(self._query)


def is_packed(answer: HttpAnswer) -> bool:
    """Whether an answer is protobuf."""
    return answer.content_type.startswith(PROTOBUF)


def refusal_in(answer: HttpAnswer) -> Status | None:
    """The Status with which the API server refuses a request; None where the answer is none."""
    if not is_packed(answer):
        return decode_status(answer.body)
    from kubectl_porttrace.read.cluster.protobuf.packed_list import decode_packed_status

    return decode_packed_status(answer.body)


def _packed_head(head: bytes) -> ListMeta:
    from kubectl_porttrace.read.cluster.protobuf.packed_list import decode_packed_head

    return decode_packed_head(head)


def _can_unpack() -> bool:
    """Whether protobuf's compiled parser is there and used; the one in Python is slower than JSON by far."""
    try:
        return os.environ.get(_CHOICE) != "python" and find_spec(_COMPILED) is not None
    except ModuleNotFoundError:
        return False
