"""The lines of JSON documents; of a long list only those of the items that are looked for."""

import json
import re
from collections.abc import Container, Iterator
from typing import Final

import msgspec

from kubectl_porttrace.read.files.marks import Fields, Items, Mark

_TOKEN: Final = re.compile(r'[ \t\r\n]*("[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+)', re.DOTALL)


class _Metadata(msgspec.Struct, rename="camel"):
    name: str = ""
    generate_name: str = ""


class _Header(msgspec.Struct):
    kind: str = ""
    metadata: _Metadata | None = None


def json_marks(text: str, names: Container[str]) -> Iterator[Mark]:
    """The documents of a JSON text that could be read.

    Args:
        text: the text.
        names: of a list, the items that are looked for: those whose object has one of these names.
    """
    try:
        fields = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        items = msgspec.json.decode(fields["items"], type=list[msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeError, KeyError):
        yield from _scanned(text, 1)
        return
    yield _of_list(text, _word(fields.get("kind")), items, names)


def _of_list(text: str, kind: str, items: list[msgspec.Raw], names: Container[str]) -> Mark:
    """The list with those of its items, each looked for behind the one before it: it stands there as it is."""
    found: Items = []
    place = max(text.find('"items"'), 0)
    line, counted = 1, 0
    for raw in items:
        item = bytes(raw).decode()
        place = text.find(item, place)
        if place < 0:
            break
        if _name(raw) in names:
            line, counted = line + text.count("\n", counted, place), place
            found += _scanned(item, line)
        place += len(item)
    return Mark(1, {"kind": Mark(1, kind), "items": Mark(1, found)})


def _word(raw: msgspec.Raw | None) -> str:
    value = msgspec.json.decode(raw) if raw is not None else ""
    return value if isinstance(value, str) else ""


def _name(raw: msgspec.Raw) -> str:
    try:
        metadata = msgspec.json.decode(raw, type=_Header).metadata or _Metadata()
    except (msgspec.MsgspecError, UnicodeError):
        return ""
    return metadata.name or metadata.generate_name


def _scanned(text: str, line: int) -> Iterator[Mark]:
    """The documents of a text that begins on a line; that it is sound was found when its values were read."""
    stack: list[tuple[Mark, list[tuple[str, int]]]] = []
    place = 0
    while match := _TOKEN.match(text, place):
        word = match[1]
        line += text.count("\n", place, match.start(1))
        place = match.end()
        if word in ":,":
            continue
        if word in "}]":
            mark = stack.pop()[0]
        else:
            mark = Mark(line, _opened(word))
            if word in "{[":
                stack.append((mark, []))
                continue
        if not stack:
            yield mark
        else:
            _put(*stack[-1], mark)


def _opened(word: str) -> Fields | Items | str:
    if word in "{[":
        return {} if word == "{" else []
    if not word.startswith('"'):
        return word
    value = json.loads(word, strict=False)
    return value if isinstance(value, str) else word


def _put(parent: Mark, keys: list[tuple[str, int]], mark: Mark) -> None:
    """Take an element, a key, or the value of the key that waits for one."""
    if isinstance(parent.value, list):
        parent.value.append(mark)
    elif isinstance(parent.value, dict):
        if keys:
            key, line = keys.pop()
            parent.value[key] = Mark(line, mark.value)
        elif isinstance(mark.value, str):
            keys.append((mark.value, mark.line))
