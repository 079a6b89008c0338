"""From messages to the model's values: each struct beside the message that has its fields, by their names in JSON."""

from typing import Any

import msgspec

from kubectl_porttrace.read.cluster.protobuf.fields import (
    LEAVES,
    MAPS,
    MOST_WHOLE,
    AlreadyRead,
    Descriptor,
    Message,
    Names,
    Place,
    Read,
    known_moment,
    mapping,
    nested,
    packed,
    packed_pairs,
    picked,
    scalar,
    written_in_json,
)
from kubectl_porttrace.read.cluster.protobuf.hints import Field, fields_of
from kubectl_porttrace.read.cluster.protobuf.leaves import moment_at
from kubectl_porttrace.read.cluster.protobuf.messages import message_class
from kubectl_porttrace.read.cluster.protobuf.packed import EMBEDDED, UNEQUAL, UNPACKED_AS


class Reader:
    """What reads the objects of one list.

    Parts that are packed are unpacked once for all objects that have the same: the values are frozen, so that it makes
    no difference whether two are equal or the same.
    """

    def __init__(self) -> None:
        """Begin without any part."""
        self._readers: dict[tuple[type, str], Read] = {}
        self._texts = AlreadyRead(lambda each: each)
        self._moments = AlreadyRead(moment_at)

    def of(self, struct: type[msgspec.Struct], message: Descriptor) -> Read:
        """What makes values of a struct of messages.

        It raises `msgspec.DecodeError`, or that of protobuf for a damaged part.
        """
        key = struct, message.name
        if key not in self._readers:
            self._readers[key] = self._built(struct, message)
        return self._readers[key]

    def _built(self, struct: type[msgspec.Struct], message: Descriptor) -> Read:
        names = Names(struct=struct, texts=self._texts, moments=self._moments)
        expressions = [self._expression(names, field, _place(field.name, message)) for field in fields_of(struct)]
        # Nothing but names of the schema and of `Names` is in it.
        read: Read = eval(f"lambda m: struct({', '.join(expressions)})", names.values)  # noqa: S307
        return read

    def _expression(self, names: Names, field: Field, place: Place | None) -> str:
        if place is None:
            return names.name(field.default)
        if place.known_as in UNPACKED_AS:
            return self._packed(names, field, place)
        described = place.field.message_type
        if described is None:
            return scalar(names, field, place)
        if described.name in MAPS:
            return picked(names, field, place) if _is_struct(field.holds) else mapping(names, place)
        if described.name == "Time":
            return known_moment(place)
        if described.name == "FieldsV1":
            return written_in_json(names, field, place)
        return nested(names, field, place, LEAVES.get(described.name) or self.of(field.holds, described))

    def _packed(self, names: Names, field: Field, place: Place) -> str:
        class_ = message_class(UNPACKED_AS[place.known_as])
        if not _is_struct(field.holds):
            return packed_pairs(names, place, class_.FromString)
        read = self.of(field.holds, class_.DESCRIPTOR)
        known = AlreadyRead(lambda body: read(class_.FromString(body)))
        unequal = class_.DESCRIPTOR.name in UNEQUAL
        if unequal:
            whole = known
            known = AlreadyRead(lambda body: whole[_of_what_is_read(class_.FromString(body))], most=MOST_WHOLE)
        return packed(names, field, place, known, unequal=unequal)


def _place(name: str, message: Descriptor) -> Place | None:
    """Where a message has a field that JSON calls so; None where it has none."""
    if name in message.fields_by_name:
        return Place(message.fields_by_name[name])
    part = EMBEDDED.get(message.name)
    embedded = message.fields_by_name[part].message_type if part else None
    return Place(embedded.fields_by_name[name], part) if embedded and name in embedded.fields_by_name else None


def _of_what_is_read(message: Message) -> bytes:
    """A message as bytes again, without the fields that are not in the schema."""
    message.DiscardUnknownFields()
    written: bytes = message.SerializeToString()
    return written


def _is_struct(held: Any) -> bool:  # noqa: ANN401 - a type, or what stands for one
    return isinstance(held, type) and issubclass(held, msgspec.Struct)
