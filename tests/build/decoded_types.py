"""The fields of kinds that the API's client does not know, as we decode them: those of custom resources."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import inspect

from kubectl_porttrace.model.kinds import KINDS

_BUILT_IN = frozenset(kind.name for kind in KINDS if kind.built_in)
CUSTOM = tuple(dict.fromkeys(kind.name for kind in KINDS if not kind.built_in and kind.name not in _BUILT_IN))
"""The kinds that a server has only where somebody added them."""


@cache
def decoded_types() -> Mapping[str, Mapping[str, str]]:
    """The fields of each of these kinds, and of the types of their fields, each with its type."""
    found: dict[str, Mapping[str, str]] = {}
    for kind in KINDS:
        if kind.name in CUSTOM:
            for name, fields in _types(inspect.type_info(kind.model)):
                found.setdefault(name, fields)
            # Of two kinds with one name, findings name fields of the first alone.
            found.setdefault(kind.name, dict(_types(inspect.type_info(kind.model)))[kind.model.__name__])
    return found


def _types(type_: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    for each in getattr(type_, "types", ()):
        yield from _types(each)
    if hasattr(type_, "item_type"):
        yield from _types(type_.item_type)
    if isinstance(type_, inspect.StructType):
        yield type_.cls.__name__, {field.encode_name: _named(field.type) for field in type_.fields}
        for field in type_.fields:
            yield from _types(field.type)


def _named(type_: Any) -> str:
    if isinstance(type_, inspect.UnionType):
        return next((_named(each) for each in type_.types if isinstance(each, inspect.StructType)), "str")
    if hasattr(type_, "item_type"):
        return f"list[{_named(type_.item_type)}]"
    if isinstance(type_, inspect.DictType):
        return "dict(str, str)"
    return type_.cls.__name__ if isinstance(type_, inspect.StructType) else "str"
