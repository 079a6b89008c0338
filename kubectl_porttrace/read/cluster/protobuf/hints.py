"""What the fields of the model's structs hold."""

from functools import cache
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import msgspec


class Field(NamedTuple):
    """One field of a struct.

    Attributes:
        name: as JSON has it.
        holds: its type, without None; that of its items where it is a tuple.
        many: whether it is a tuple.
        default: what stands for one that is absent; `msgspec.NODEFAULT` where it never is.
    """

    name: str
    holds: Any
    many: bool
    default: Any


@cache
def fields_of(struct: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields of a struct, in their order."""
    hints = get_type_hints(struct)
    return tuple(_field(each, _some(hints[each.name])) for each in msgspec.structs.fields(struct))


def _field(field: msgspec.structs.FieldInfo, hint: Any) -> Field:  # noqa: ANN401 - a type, or what stands for one
    many = get_origin(hint) is tuple
    made = field.default_factory
    default = field.default if made is msgspec.NODEFAULT else made()
    return Field(field.encode_name, get_args(hint)[0] if many else hint, many, default)


def _some(hint: Any) -> Any:  # noqa: ANN401 - the same
    return get_args(hint)[0] if get_origin(hint) in {Union, UnionType} else hint
