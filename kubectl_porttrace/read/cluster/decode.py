"""From the bytes an API server sends to the model's values."""

from collections.abc import Hashable, Sequence
from functools import cache
from threading import Lock
from typing import Any, Generic, TypeVar, cast

import msgspec

from kubectl_porttrace.model.meta import KubernetesObject, Value
from kubectl_porttrace.read.cluster.query import Query

Item = TypeVar("Item")
Decoded = TypeVar("Decoded")


_HEAD = 4096
"""So many bytes of a list hold its metadata, which servers write before the items."""


_SMALL = 512
"""Lists without any item are smaller."""


class ListMeta(Value, frozen=True):
    """`metadata` of a list: where the next page begins, how many objects come after this one, of which state it is."""

    continue_token: str = msgspec.field(name="continue", default="")
    remaining_item_count: int = 0
    resource_version: str = ""


class JSONPage(Value, Generic[Item], frozen=True):
    """One page of a list."""

    kind: str = ""
    metadata: ListMeta = ListMeta()
    items: tuple[Item, ...] | None = None


class Status(Value, frozen=True):
    """What the API server sends where it refuses a request."""

    kind: str = ""
    message: str = ""
    reason: str = ""


class _Header(Value, frozen=True):
    kind: str = ""


def decode_list_metadata(body: bytes) -> ListMeta:
    """What one page of a list says of itself, without a look at its items if they stand where servers write them.

    Raises:
        msgspec.DecodeError: the body is no list.
    """
    return decode_head(body[:_HEAD]) or _of_list(decode_json(body, JSONPage[msgspec.Raw])).metadata


def decode_head(head: bytes) -> ListMeta | None:
    """What a list says of itself, by the beginning of its page; None where its items do not begin in that.

    Raises:
        msgspec.DecodeError: it is no list.
    """
    before, items, _ = head.partition(b'"items":')
    if not items or b'"metadata":' not in before:
        return None
    return _of_list(decode_json(before + items + b"[]}", JSONPage[msgspec.Raw])).metadata


def decode_page(body: bytes, query: Query) -> tuple[KubernetesObject, ...]:
    """The objects of one page.

    Raises:
        msgspec.DecodeError: the body is no list of such objects.
    """
    if len(body) < _SMALL and not _of_list(decode_json(body, JSONPage[msgspec.Raw])).items:
        return ()  # what decodes such objects is not imported
    page: JSONPage[Any] = _of_list(decode_json(body, JSONPage[query.api_kind.model]))  # type: ignore[name-defined]
    if page.items and page.kind not in {f"{kind}List" for kind in query.kinds}:
        raise msgspec.ValidationError(f'it sent a "{page.kind}", not a {query.kind}List')
    return _of_kind(page.items or (), query)


def decode_names(body: bytes) -> tuple[str, ...]:
    """The names of the objects of one page; none where the server refuses to tell them, which is JSON as well.

    Raises:
        msgspec.DecodeError: the body is neither.
    """
    return tuple(each.name for each in decode_json(body, JSONPage[KubernetesObject]).items or ())


def _of_list(page: JSONPage[Item]) -> JSONPage[Item]:
    if not page.kind.endswith("List"):
        raise msgspec.ValidationError(f'it sent a "{page.kind}", not a list')
    return page


def decode_object(body: bytes, query: Query) -> KubernetesObject:
    """The one object.

    Raises:
        msgspec.DecodeError: the body is no such object.
    """
    header = decode_json(body, _Header)
    if header.kind not in query.kinds:
        raise msgspec.ValidationError(f'it sent a "{header.kind}", not a {query.kind}')
    return _of_kind((decode_json(body, query.api_kind.model),), query)[0]


def decode_status(body: bytes) -> Status | None:
    """The Status with which the API server refuses a request; None where the body is none."""
    try:
        status = decode_json(body, Status)
    except msgspec.DecodeError:
        return None
    return status if status.kind == "Status" else None


# msgspec stores what it works out about a type on the type itself, first incomplete: a second thread that builds a
# decoder of the same types at that moment crashes the interpreter when it decodes.
_BUILDING = Lock()


def _decoder(type_: Hashable) -> msgspec.json.Decoder[Any]:
    with _BUILDING:
        return _built(type_)


@cache
def _built(type_: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(type_)


def decode_json(body: bytes, type_: type[Decoded]) -> Decoded:
    """Decode; null counts as absent, as it does to Kubernetes, but that costs time and is tried second."""
    try:
        try:
            decoded: Decoded = _decoder(cast(Hashable, type_)).decode(body)
        except msgspec.ValidationError:
            return msgspec.convert(without_nulls(msgspec.json.decode(body)), type_)
    except RecursionError:
        raise msgspec.DecodeError("it is nested too deep") from None
    except UnicodeError:
        raise msgspec.DecodeError("it is not UTF-8") from None
    return decoded


def without_nulls(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same JSON without what is null."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value if inner is not None]
    return value


def _of_kind(items: Sequence[KubernetesObject], query: Query) -> tuple[KubernetesObject, ...]:
    """Objects in a list do not say their kind; those of several kinds that share one type have to."""
    if not query.api_kind.shares_model:
        return tuple(items)
    return tuple(msgspec.structs.replace(item, kind=query.kind) for item in items)
