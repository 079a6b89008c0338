"""What is left to do for a field of a message to have what the model's field has."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from kubectl_porttrace.read.cluster.decode import decode_json
from kubectl_porttrace.read.cluster.protobuf.hints import Field, fields_of
from kubectl_porttrace.read.cluster.protobuf.leaves import moment, number_or_name, precise_moment, quantity, text
from kubectl_porttrace.read.cluster.protobuf.packed import OMITTED_WHEN_ZERO

Message: TypeAlias = Any
"""A message; it has its fields from the schema, at run time."""

Descriptor: TypeAlias = Any
"""What the schema says of a message, or of one of its fields."""

Read: TypeAlias = Callable[[Message], Any]
"""From a message to a value of the model."""

Finish: TypeAlias = Callable[[Message, Any], Any]
"""From a message, and what one of its fields is there, to the value of the model's field."""

LEAVES: Final[Mapping[str, Read]] = {
    "Time": moment,
    "MicroTime": precise_moment,
    "IntOrString": number_or_name,
    "Quantity": quantity,
}
"""The messages that are one value each."""

MAPS: Final[Mapping[str, Read]] = {"Pair": text, "QuantityPair": quantity}
"""The messages that are entries of a map, with what reads the value of one."""

_ZEROS: Final = ("", 0, False)


def scalar(field: Field, place: Descriptor) -> Finish | None:
    """Of a text, a number or a truth; None where it is as it should be."""
    default, name = field.default, place.name
    if field.many:
        return lambda _, value: tuple(map(text, value)) or default
    if f"{place.containing_type.name}.{name}" in OMITTED_WHEN_ZERO:
        return lambda _, value: value or default
    if default is msgspec.NODEFAULT:
        return lambda message, value: value if message.HasField(name) else _lacking(place)
    if default is None or default not in _ZEROS:
        return lambda message, value: value if message.HasField(name) else default
    return None


def shared(finish: Finish | None, texts: dict[Any, Any]) -> Finish:
    """Of a text that is kept once, after what else is left to do for it."""
    if finish is None:
        return lambda _, value: texts.setdefault(value, value)

    def share(message: Message, value: Any) -> Any:  # noqa: ANN401 - text, or None
        finished = finish(message, value)
        return texts.setdefault(finished, finished)

    return share


def nested(field: Field, place: Descriptor, read: Read) -> Finish:
    """Of a message, or of several."""
    default, name = field.default, place.name
    if field.many:
        return lambda _, value: tuple(map(read, value)) or default
    return lambda message, value: read(value) if message.HasField(name) else default


def mapping(place: Descriptor) -> Finish:
    """Of a map from texts to texts or quantities; servers send it by the order of its keys."""
    leaf = MAPS[place.message_type.name]
    return lambda _, value: {text(each.key): leaf(each.value) for each in value}


def picked(field: Field, place: Descriptor) -> Finish:
    """Of a map of which a struct has some keys as its fields."""
    default, struct = field.default, field.holds
    keys, as_dict = fields_of(struct), mapping(place)

    def pick(message: Message, value: Any) -> Any:  # noqa: ANN401 - a struct
        found = as_dict(message, value)
        return struct(*(found.get(key.name, key.default) for key in keys)) if found else default

    return pick


def packed(field: Field, read: Callable[[bytes], Any]) -> Finish:
    """Of messages that are packed: each different one is read once."""
    default = field.default
    known: dict[bytes, Any] = {}

    def one(_: Message, value: bytes) -> Any:  # noqa: ANN401 - a struct
        if value not in known:
            known[value] = read(value)
        return known[value]

    def many(_: Message, value: Sequence[bytes]) -> Any:  # noqa: ANN401 - a tuple of structs
        return tuple(one(_, each) for each in value) or default

    return many if field.many else one


def packed_pairs(read: Callable[[bytes], Any]) -> Finish:
    """Of a map that is packed: each different one is read once."""
    known: dict[tuple[bytes, ...], dict[str, str]] = {}

    def pairs(_: Message, value: Sequence[bytes]) -> dict[str, str]:
        key = tuple(value)
        if key not in known:
            entries = map(read, key)
            known[key] = {text(each.key): text(each.value) for each in entries}
        return known[key]

    return pairs


def written_in_json(field: Field) -> Finish:
    """Of a FieldsV1, which holds JSON."""
    default, struct = field.default, field.holds
    return lambda _, value: decode_json(value.Raw, struct) if value.Raw else default


def _lacking(place: Descriptor) -> None:
    raise msgspec.ValidationError(f"it sent a {place.containing_type.name} without {place.name}")
