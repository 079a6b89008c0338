"""What makes the value of one field of the model of a message `m`, written as an expression.

A page has a hundred fields of every object to read: a call less for each of them is half the time of all.
"""

from collections.abc import Callable, Mapping
from keyword import iskeyword
from typing import Any, Final, TypeAlias

import msgspec

from kubectl_porttrace.read.cluster.decode import decode_json
from kubectl_porttrace.read.cluster.protobuf.hints import Field, fields_of
from kubectl_porttrace.read.cluster.protobuf.leaves import moment, number_or_name, precise_moment, quantity, text
from kubectl_porttrace.read.cluster.protobuf.packed import OMITTED_WHEN_ZERO, SHARED

Message: TypeAlias = Any
"""A message; it has its fields from the schema, at run time."""

Descriptor: TypeAlias = Any
"""What the schema says of a message, or of one of its fields."""

Read: TypeAlias = Callable[[Message], Any]
"""From a message to a value of the model."""

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

MOST_WHOLE: Final = 1000
"""So many bodies are known by all of their bytes, where these differ in what is not read: pods of one template come
one after the other."""


class AlreadyRead(dict[Any, Any]):
    """What was read before, by what it was read from; what is new is read when it is looked up."""

    def __init__(self, read: Callable[[Any], Any], most: int | None = None) -> None:
        """Begin without any; where `most` is given, begin anew whenever there are so many."""
        self._read = read
        self._most = most

    def __missing__(self, key: Any) -> Any:  # noqa: ANN401 - bytes, or several
        """Read what is new."""
        if len(self) == self._most:
            self.clear()
        value = self[key] = self._read(key)
        return value


class Names:
    """What the expressions of one struct name."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - anything
        """Begin with some."""
        self.values: dict[str, Any] = {**given, "text": text, "moment": moment}

    def name(self, value: Any) -> str:  # noqa: ANN401 - anything
        """A name for a value."""
        name = f"_{len(self.values)}"
        self.values[name] = value
        return name


class Place:
    """A field of a message, or of one that is embedded in it."""

    def __init__(self, field: Descriptor, part: str | None = None) -> None:
        """Take what the schema says of it, and the field in which its message is embedded."""
        holder = f"m.{part}" if part else "m"
        self.field = field
        self.known_as = f"{field.containing_type.name}.{field.name}"
        self.value = f"getattr({holder}, {field.name!r})" if iskeyword(field.name) else f"{holder}.{field.name}"
        self.is_there = f"{holder}.HasField({field.name!r})"


def scalar(names: Names, field: Field, place: Place) -> str:
    """A text, a number or a truth."""
    default = names.name(field.default)
    if field.many:
        texts = "tuple([each if each.__class__ is str else text(each) for each in v])"
        return f"({texts} if (v := {place.value}) else {default})"
    value = place.value
    if place.field.type == place.field.TYPE_STRING:
        value = f"(v if (v := {value}).__class__ is str else text(v))"
    if place.known_as in OMITTED_WHEN_ZERO:
        return f"({value} or {default})"
    if field.default is msgspec.NODEFAULT:
        return f"({value} if {place.is_there} else {names.name(_lacking(place))}())"
    if field.default is None or field.default not in _ZEROS:
        value = f"({value} if {place.is_there} else {default})"
    return f"texts[{value}]" if place.known_as in SHARED else value


def known_moment(place: Place) -> str:
    """A Time: many are alike."""
    known = f"moments[v] if (v := {place.value}.seconds) else moment({place.value})"
    return f"(({known}) if {place.is_there} else None)"


def nested(names: Names, field: Field, place: Place, read: Read) -> str:
    """A message, or several."""
    default, reader = names.name(field.default), names.name(read)
    if field.many:
        return f"(tuple(map({reader}, v)) if (v := {place.value}) else {default})"
    return f"({reader}({place.value}) if {place.is_there} else {default})"


def mapping(names: Names, place: Place) -> str:
    """A map from texts to texts or quantities; servers send it by the order of its keys."""
    leaf = names.name(MAPS[place.field.message_type.name])
    return f"{{text(each.key): {leaf}(each.value) for each in {place.value}}}"


def picked(names: Names, field: Field, place: Place) -> str:
    """A map of which a struct has some keys as its fields."""
    struct, default, keys = field.holds, field.default, fields_of(field.holds)

    def pick(found: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a struct
        return struct(*(found.get(key.name, key.default) for key in keys)) if found else default

    return f"{names.name(pick)}({mapping(names, place)})"


def packed(names: Names, field: Field, place: Place, known: AlreadyRead, *, unequal: bool) -> str:
    """Messages that are packed: each different one is read once, and several that come together are kept once as well.

    Those that are `unequal` in what is not read are the same only when they have been read.
    """
    if not field.many:
        return f"{names.name(known)}[{place.value}]"
    if unequal:
        together, found = AlreadyRead(lambda parts: parts), f"tuple(map({names.name(known.__getitem__)}, v))"
    else:
        together, found = AlreadyRead(lambda bodies: tuple(map(known.__getitem__, bodies)), MOST_WHOLE), "tuple(v)"
    return f"({names.name(together)}[{found}] if (v := {place.value}) else {names.name(field.default)})"


def packed_pairs(names: Names, place: Place, read: Callable[[bytes], Any]) -> str:
    """A map that is packed: each different one is read once."""

    def as_dict(entries: tuple[bytes, ...]) -> dict[str, str]:
        return {text(each.key): text(each.value) for each in map(read, entries)}

    return f"{names.name(AlreadyRead(as_dict))}[tuple({place.value})]"


def written_in_json(names: Names, field: Field, place: Place) -> str:
    """A FieldsV1, which holds JSON."""
    default, struct = field.default, field.holds
    return f"{names.name(lambda value: decode_json(value.Raw, struct) if value.Raw else default)}({place.value})"


def _lacking(place: Place) -> Callable[[], None]:
    def fail() -> None:
        raise msgspec.ValidationError(f"it sent a {place.field.containing_type.name} without {place.field.name}")

    return fail
