"""From messages to the model's values: each struct beside the message that has its fields, by their names in JSON."""

from operator import attrgetter
from typing import Any

import msgspec

from kubectl_porttrace.read.cluster.protobuf.fields import (
    LEAVES,
    MAPS,
    Descriptor,
    Finish,
    Message,
    Read,
    mapping,
    nested,
    packed,
    packed_pairs,
    picked,
    scalar,
    shared,
    written_in_json,
)
from kubectl_porttrace.read.cluster.protobuf.hints import Field, fields_of
from kubectl_porttrace.read.cluster.protobuf.leaves import text
from kubectl_porttrace.read.cluster.protobuf.messages import message_class
from kubectl_porttrace.read.cluster.protobuf.packed import EMBEDDED, SHARED, UNPACKED_AS


class Reader:
    """What reads the objects of one list.

    Parts that are packed are unpacked once for all objects that have the same: the values are frozen, so that it makes
    no difference whether two are equal or the same.
    """

    def __init__(self) -> None:
        """Begin without any part."""
        self._readers: dict[tuple[type, str], Read] = {}
        self._texts: dict[Any, Any] = {}

    def of(self, struct: type[msgspec.Struct], message: Descriptor) -> Read:
        """What makes values of a struct of messages.

        It raises `msgspec.DecodeError`, or that of protobuf for a damaged part.
        """
        key = struct, message.name
        if key not in self._readers:
            self._readers[key] = self._built(struct, message)
        return self._readers[key]

    def _built(self, struct: type[msgspec.Struct], message: Descriptor) -> Read:
        paths = [(field, _path(field.name, message)) for field in fields_of(struct)]
        while paths and paths[-1][1] is None:
            # It has its default without being told so.
            paths.pop()
        if not paths:
            return lambda _message: struct()
        first = next(path for _, path in paths if path)
        names = [path or first for _, path in paths]
        # Of one field alone attrgetter gives the value itself, of more a tuple.
        get = attrgetter(*names) if len(names) > 1 else lambda given, one=attrgetter(first): (one(given),)
        finishes = [
            (place, finish)
            for place, (field, path) in enumerate(paths)
            if (finish := self._finish(field, path, message)) is not None
        ]

        def read(given: Message) -> Any:  # noqa: ANN401 - a struct
            values = list(get(given))
            for place, finish in finishes:
                values[place] = finish(given, values[place])
            if bytes in map(type, values):
                values = [text(value) if isinstance(value, bytes) else value for value in values]
            return struct(*values)

        return read

    def _finish(self, field: Field, path: str | None, message: Descriptor) -> Finish | None:
        """What is left to do for one field; None for nothing."""
        if path is None:
            return lambda _given, _value: field.default
        part, _, name = path.rpartition(".")
        if not part:
            return self._of(field, message.fields_by_name[name])
        finish = self._of(field, message.fields_by_name[part].message_type.fields_by_name[name])
        get = attrgetter(part)
        return None if finish is None else lambda given, value: finish(get(given), value)

    def _of(self, field: Field, place: Descriptor) -> Finish | None:
        known_as = f"{place.containing_type.name}.{place.name}"
        if known_as in SHARED:
            return shared(scalar(field, place), self._texts)
        if known_as in UNPACKED_AS:
            return self._packed(field, UNPACKED_AS[known_as])
        if place.message_type is None:
            return scalar(field, place)
        if place.message_type.name in MAPS:
            return picked(field, place) if _is_struct(field.holds) else mapping(place)
        if place.message_type.name == "FieldsV1":
            return written_in_json(field)
        leaf = LEAVES.get(place.message_type.name)
        return nested(field, place, leaf or self.of(field.holds, place.message_type))

    def _packed(self, field: Field, name: str) -> Finish:
        class_ = message_class(name)
        if not _is_struct(field.holds):
            return packed_pairs(class_.FromString)
        read = self.of(field.holds, class_.DESCRIPTOR)
        return packed(field, lambda body: read(class_.FromString(body)))


def _path(name: str, message: Descriptor) -> str | None:
    """Where a message has a field that JSON calls so; None where it has none."""
    if name in message.fields_by_name:
        return name
    part = EMBEDDED.get(message.name)
    embedded = message.fields_by_name[part].message_type if part else None
    return f"{part}.{name}" if embedded and name in embedded.fields_by_name else None


def _is_struct(held: object) -> bool:
    return isinstance(held, type) and issubclass(held, msgspec.Struct)
