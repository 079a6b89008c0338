"""The file and the line of a field of an object, in the files that `-f` has read."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from kubectl_porttrace.read.files.documents import is_json, text_of
from kubectl_porttrace.read.files.json_marks import json_marks
from kubectl_porttrace.read.files.marks import Mark, Placed, deepest, placed_objects
from kubectl_porttrace.read.files.paths import STANDARD_INPUT, STDIN, File

_SOURCE: Final = re.compile(r"# Source: (\S.*?)\s*")
"""What `helm template` writes above each document: the chart's name and the template's path within it."""

_DEVICES: Final = ("/dev/", "/proc/")
"""Where a pipe of the shell is, as in `-f <(kustomize build)`."""


class ObjectField(msgspec.Struct, frozen=True):
    """A field of an object; `namespace` is empty for a kind without namespaces."""

    kind: str
    namespace: str
    name: str
    path: str


class Location(msgspec.Struct, frozen=True):
    """A file, `-` for standard input, and a line from 1; None where only the file is known."""

    file: str
    line: int | None


class _Here(msgspec.Struct, frozen=True):
    """An object, and the file in which it is; `template` is the one of a chart behind it."""

    file: str
    template: str
    object: Placed


def locations(
    files: Iterable[File], fields: Collection[ObjectField], *, namespace: str, root: Path
) -> Mapping[ObjectField, Location]:
    """Where fields are, or the deepest part of their path that is there; of what is in no file, nothing.

    Of two objects of one kind and name the last counts, as it did when they were read.

    Args:
        files: what was read, in its order.
        fields: those that are looked for.
        namespace: that of objects that name none.
        root: the folder to which names of files are relative.
    """
    wanted = {(field.kind, field.name) for field in fields}
    names = frozenset(name for _, name in wanted)
    there: dict[tuple[str, str], list[_Here]] = {}
    for file in files:
        for here in _objects(file, names, root):
            key = here.object.kind, here.object.name
            if key in wanted:
                there.setdefault(key, []).append(here)
    found = ((field, _location(there.get((field.kind, field.name), ()), field, namespace)) for field in fields)
    return {field: location for field, location in found if location is not None}


def _location(there: Iterable[_Here], field: ObjectField, namespace: str) -> Location | None:
    best: tuple[int, int] | None = None
    where: _Here | None = None
    for here in there:
        if field.namespace and field.namespace != (here.object.namespace or namespace):
            continue
        reached = deepest(here.object.mark, field.path)
        # Two kinds of one name, such as Gateways of two groups, differ in their fields.
        if best is None or reached[0] >= best[0]:
            best, where = reached, here
    if best is None or where is None:
        return None
    return Location(where.template, None) if where.template else Location(where.file, best[1])


def _objects(file: File, names: Collection[str], root: Path) -> Iterator[_Here]:
    name, text = _shown(file.name, root), text_of(file.name, file.content)
    lines = text.split("\n") if name == STDIN else []
    for mark in _marks(file.name, text, names):
        template = _template(lines, mark.line, root)
        for each in placed_objects(mark):
            yield _Here(name, template, each)


def _marks(file: str, text: str, names: Collection[str]) -> Iterator[Mark]:
    if is_json(file, text):
        return json_marks(text, names)
    # JSON files do without libyaml.
    from kubectl_porttrace.read.files.yaml_marks import yaml_marks

    return yaml_marks(text)


def _shown(name: str, root: Path) -> str:
    """A file as others find it: relative to the root where it is below it, else as it was given."""
    if name == STANDARD_INPUT or name.startswith(_DEVICES):
        return STDIN
    relative = os.path.relpath(Path(name).absolute(), root)
    return Path(name).as_posix() if relative.startswith("..") else Path(relative).as_posix()


def _template(lines: list[str], line: int, root: Path) -> str:
    """The template that Helm names above a document, where there is that file; else empty.

    Its path begins with the chart's name, which need not be that of its folder.
    """
    for above in (lines[number] for number in range(min(line - 1, len(lines)) - 1, -1, -1)):
        if above.startswith("---"):
            break
        source = _SOURCE.fullmatch(above)
        if source and ".." not in source[1] and not Path(source[1]).is_absolute():
            return next((each for each in _places(source[1], root) if (root / each).is_file()), "")
    return ""


def _places(source: str, root: Path) -> Iterator[str]:
    """Where the folder of a chart may be: here, in the folder where repositories keep charts, or this one itself."""
    yield source
    yield f"charts/{source}"
    if (root / "Chart.yaml").is_file():
        yield source.partition("/")[2]
