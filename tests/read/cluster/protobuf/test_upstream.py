"""The schema is a part of upstream's own: each field has its number and type, and none is left out that is used."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.read.cluster.protobuf.hints import Field, fields_of
from kubectl_porttrace.read.cluster.protobuf.messages import message_class
from kubectl_porttrace.read.cluster.protobuf.packed import EMBEDDED, OMITTED_WHEN_ZERO, SHARED, UNPACKED_AS
from kubectl_porttrace.read.cluster.query import PACKED_KINDS
from scripts.write_descriptor import SCHEMA, TARGET, module_text
from tests.cluster.build import Programs
from tests.read.cluster.protobuf import upstream
from tests.read.cluster.protobuf.upstream import GoField, go_fields_of, messages_in, messages_of, sections_of

RENAMED = {"EndpointSlicePort": "EndpointPort"}
# What upstream has as a map is a message on the wire, any number of times.
MAPS = {"Pair": "map<string, string>", "QuantityPair": "map<string, Quantity>"}
PLACES = {
    name: package for package, part in sections_of(SCHEMA.read_text("utf-8")) for name in messages_in(part)
}  # fmt: skip


def pairs() -> Iterator[tuple[type[msgspec.Struct], Any]]:
    """Every struct that is read, with each message it is read from."""
    waiting: list[tuple[type[msgspec.Struct], Any]] = [
        (KIND_BY_NAME[kind].model, message_class(kind).DESCRIPTOR) for kind in sorted(PACKED_KINDS)
    ]
    seen = set()
    while waiting:
        struct, message = waiting.pop()
        if (struct, message.name) in seen:
            continue
        seen.add((struct, message.name))
        yield struct, message
        for field, place in placed(struct, message):
            if isinstance(field.holds, type) and issubclass(field.holds, msgspec.Struct):
                name = UNPACKED_AS.get(f"{place.containing_type.name}.{place.name}")
                inner = message_class(name).DESCRIPTOR if name else place.message_type
                if inner.name not in {*MAPS, "FieldsV1"}:
                    waiting.append((field.holds, inner))


def placed(struct: type[msgspec.Struct], message: Any) -> Iterator[tuple[Field, Any]]:
    """The fields of a struct that a message has, embedded ones among them."""
    part = EMBEDDED.get(message.name)
    for field in fields_of(struct):
        for holder in (message, *([message.fields_by_name[part].message_type] if part else [])):
            if field.name in holder.fields_by_name:
                yield field, holder.fields_by_name[field.name]


def of_upstream(name: str) -> str:
    return RENAMED.get(name, name)


@pytest.mark.parametrize(("package", "part"), sections_of(SCHEMA.read_text("utf-8")))
def test_names_numbers_and_types_are_upstreams(programs: Programs, package: str, part: str) -> None:  # noqa: ARG001 - they bring its modules
    ours, theirs = messages_in(part), messages_of(package)
    assert ours
    for name, fields in ours.items():
        for field, said in fields.items() if name not in MAPS else ():
            real = theirs[of_upstream(name)][field]
            assert said.number == real.number, f"{name}.{field}"
            kept = UNPACKED_AS.get(f"{name}.{field}")
            assert kept is None or said.type == "bytes", f"{name}.{field}"
            type_ = of_upstream(kept or said.type)
            meant = ("", MAPS[type_]) if type_ in MAPS and said.label == "repeated" else (said.label, type_)
            assert meant == (real.label, real.type), f"{name}.{field}"


def test_nothing_is_left_out_that_is_used(programs: Programs) -> None:  # noqa: ARG001 - they bring its modules
    for struct, message in pairs():
        theirs = messages_of(PLACES[message.name])
        part = EMBEDDED.get(message.name)
        has = {*theirs[of_upstream(message.name)], *(theirs[theirs[message.name][part].type] if part else ())}
        found = {field.name for field, _ in placed(struct, message)}
        assert found == {field.name for field in fields_of(struct)} & has, (struct, message.name)


def test_what_json_omits_is_known(programs: Programs) -> None:  # noqa: ARG001 - they bring its modules
    omitted = set()
    for struct, message in pairs():
        for field, place in placed(struct, message):
            type_ = place.containing_type.name
            alone = place.message_type is None and not field.many and place.type != place.TYPE_BYTES
            if alone and field.default not in ("", 0, False, msgspec.NODEFAULT):
                written = go_fields_of(PLACES[type_])[of_upstream(type_), field.name]
                if written == GoField(pointer=False, omitempty=True):
                    omitted.add(f"{type_}.{field.name}")
    assert omitted == OMITTED_WHEN_ZERO


def test_every_exception_is_of_a_field() -> None:
    for place in (*UNPACKED_AS, *SHARED, *OMITTED_WHEN_ZERO, *(f"{key}.{value}" for key, value in EMBEDDED.items())):
        message, _, field = place.partition(".")
        assert field in message_class(message).DESCRIPTOR.fields_by_name


def test_the_descriptor_is_that_of_the_schema() -> None:
    assert TARGET.read_text("utf-8") == module_text()


def test_upstream_is_read() -> None:
    text = "message A {\n  // a\n  optional .k8s.io.b.C c = 1;\n\n  map<string, string> d = 2;\n}\n\nmessage E {\n}\n"
    expected = {"A": {"c": ("optional", "C", 1), "d": ("", "map<string, string>", 2)}, "E": {}}
    assert upstream.messages_in(text) == expected
