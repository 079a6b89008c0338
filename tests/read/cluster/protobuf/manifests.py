"""Random objects with every field of the schema: absent, null, zero or empty, or with a value, as JSON has them."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.read.cluster.protobuf.fields import MAPS
from kubectl_porttrace.read.cluster.protobuf.messages import message_class
from kubectl_porttrace.read.cluster.protobuf.packed import EMBEDDED, UNPACKED_AS
from tests.cluster.api import Manifest

FIELDS: Manifest = {"f:spec": {"f:ports": {'k:{"port":80,"protocol":"TCP"}': {"f:nodePort": {}}}}}
# What a message that is one value may be in JSON; the first is its zero.
LEAVES: dict[str, list[Any]] = {
    "Time": [None, "1970-01-01T00:00:00Z", "2026-11-21T03:10:00Z", "0001-01-01T00:00:01Z", "1969-12-31T23:59:59Z"],
    "MicroTime": [None, "1970-01-01T00:00:00.000000Z", "2026-11-21T03:10:00.000001Z", "2026-11-21T03:10:00.999999Z"],
    "IntOrString": [0, 8080, "http", "", "80"],
    "Quantity": ["0", "100m", "1Gi", "1500M", "0.5", 2],
    "FieldsV1": [{}, FIELDS],
}
TEXTS = ["", "web", "TCP", "UDP", "None", "a/b.c", "\u00fc\u4e16\U0001f600", 'line\nbreak \u0000 and \\ "']
NUMBERS = [0, 1, 80, 65535, -1, 2**31 - 1]


class Maker:
    """Makes objects, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        """Begin with a seed."""
        self._random = Random(seed)  # noqa: S311 - no secret

    def object(self, kind: str, name: str) -> Manifest:
        """An object of a kind."""
        described = KIND_BY_NAME[kind]
        made = self._message(message_class(kind).DESCRIPTOR)
        identity = {"name": name, **({"namespace": "default"} if described.namespaced else {})}
        # Of an object that is being deleted the API server's own controllers take care.
        metadata = {**(made.pop("metadata", None) or {}), **identity}
        return {"apiVersion": described.api_version, "kind": kind, **made, "metadata": metadata}

    def _message(self, descriptor: Any) -> Manifest:
        made: Manifest = {}
        for field in descriptor.fields:
            if EMBEDDED.get(descriptor.name) == field.name:
                made |= self._message(field.message_type)
                continue
            kept = self._random.random()
            if kept > 0.2:
                made[field.name] = None if kept > 0.95 else self._value(field)
        return made

    def _value(self, field: Any) -> Any:
        packed_as = UNPACKED_AS.get(f"{field.containing_type.name}.{field.name}")
        message = message_class(packed_as).DESCRIPTOR if packed_as else field.message_type
        if message is not None and message.name in MAPS:
            return self._map(message.fields_by_name["value"])
        make: Callable[[], Any] = (lambda: self._one(message)) if message is not None else lambda: self._scalar(field)
        return [make() for _ in range(self._random.randrange(4))] if field.is_repeated else make()

    def _one(self, message: Any) -> Any:
        return self._random.choice(LEAVES[message.name]) if message.name in LEAVES else self._message(message)

    def _map(self, value: Any) -> Manifest:
        keys = self._random.sample(["app", "tier", "a.b/c", "cpu", "memory", "ephemeral-storage", ""], k=3)
        return {key: self._value(value) for key in keys[: self._random.randrange(4)]}

    def _scalar(self, field: Any) -> Any:
        if field.type == field.TYPE_BOOL:
            return self._random.random() < 0.5
        return self._text() if field.type == field.TYPE_STRING else self._random.choice(NUMBERS)

    def _text(self) -> str:
        return self._random.choice(TEXTS)


def random_objects(kind: str, count: int, seed: int) -> Iterator[Manifest]:
    """So many objects of a kind."""
    maker = Maker(seed)
    return (maker.object(kind, f"random-{number}") for number in range(count))
