"""Where the fields of a document stand: a tree of its lines, and the way down it along a field path."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

import msgspec

Fields: TypeAlias = dict[str, "Mark"]
Items: TypeAlias = list["Mark"]


class Mark(msgspec.Struct):
    """A field, an element of a list, or a document.

    Attributes:
        line: where it begins, from 1: a field with its key.
        value: what is in it; of a scalar its text.
    """

    line: int
    value: Fields | Items | str


class Placed(msgspec.Struct, frozen=True):
    """An object of a file, as far as it takes to know it, and where its fields are."""

    kind: str
    namespace: str
    name: str
    mark: Mark


_STEP: Final = re.compile(r'([^.\[\]]+)|\[(\d+)\]|\[\?\(@\.([\w.]+)=="([^"]*)"\)\]|\[([^\]]+)\]')


def placed_objects(mark: Mark, kind: str = "") -> Iterator[Placed]:
    """The objects of a document: its own, or the items of a list.

    Args:
        mark: the document.
        kind: what it is where it does not say so itself, as the items of a PodList.
    """
    kind = text_at(mark, "kind") or kind
    items = mark.value.get("items") if isinstance(mark.value, dict) else None
    if kind.endswith("List") and items is not None and isinstance(items.value, list):
        for item in items.value:
            yield from placed_objects(item, "" if kind == "List" else kind.removesuffix("List"))
        return
    name = text_at(mark, "metadata", "name") or text_at(mark, "metadata", "generateName")
    yield Placed(kind, text_at(mark, "metadata", "namespace"), name, mark)


def text_at(mark: Mark | None, *keys: str) -> str:
    """The text of a field; empty where there is none."""
    for key in keys:
        mark = mark.value.get(key) if mark is not None and isinstance(mark.value, dict) else None
    return mark.value if mark is not None and isinstance(mark.value, str) else ""


def deepest(mark: Mark, path: str) -> tuple[int, int]:
    """How many steps of a field path there are, and the line where the last of them begins.

    Args:
        mark: the object.
        path: as the API server's validation writes it, elements chosen by a name as in kubectl's JSONPath:
            `spec.ports[0].targetPort`, `metadata.labels[KEY]`, `status.conditions[?(@.type=="Ready")]`.
    """
    line, steps = mark.line, 0
    for step in _STEP.finditer(path):
        below = _below(mark, step)
        if below is None:
            break
        mark, line, steps = below, below.line, steps + 1
    return steps, line


def _below(mark: Mark, step: "re.Match[str]") -> Mark | None:
    name, place, field, value, key = step.groups()
    if isinstance(mark.value, dict):
        return mark.value.get(name or key or place)
    if isinstance(mark.value, list):
        if place is not None:
            return mark.value[int(place)] if int(place) < len(mark.value) else None
        if field is not None:
            return next((each for each in mark.value if text_at(each, *field.split(".")) == value), None)
    return None
