"""YAML documents as plain JSON values, from libyaml's events.

PyYAML's own loader follows anchors without limit and nests on the C stack, where `[[[[...` ends the process. Here a
stack of our own builds the values, and what an anchor multiplies is counted.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from kubectl_porttrace.read.files.json_values import JSON, shown
from kubectl_porttrace.read.files.libyaml import NotYAMLError, events, parsed
from kubectl_porttrace.read.files.yaml_scalars import plain, tagged

MAX_DEPTH = 200
MAX_ALIASED = 100_000
"""How many values anchors may add to a stream; real manifests repeat a few dozen."""


class _Merge:
    """The key `<<`."""


_MERGE: Final = _Merge()
_Node = JSON | _Merge


class UnusableYAMLError(ValueError):
    """A text that is no YAML, or YAML that cannot be an API object: what is wrong, and on which line."""


class _Open(msgspec.Struct):
    """A mapping or sequence that is being read; `key` is the key that waits for its value."""

    value: dict[str, JSON] | list[JSON]
    anchor: str | None
    first: int
    key: str | _Merge = ""
    waits: bool = False
    merged: list[dict[str, JSON]] = msgspec.field(default_factory=list)


class _Builder:
    """Builds the value of one document from its events."""

    def __init__(self) -> None:
        self._stack: list[_Open] = []
        self._anchored: dict[str, tuple[_Node, int]] = {}
        self._count = 0
        self._aliased = 0
        self.root: JSON = None

    def add(self, event: events.Event) -> None:
        """Take the next event.

        Raises:
            UnusableYAMLError: nothing an API object could be written as.
        """
        self._count += 1
        if isinstance(event, events.ScalarEvent):
            self._keep(event.anchor, _scalar(event), self._count - 1)
        elif isinstance(event, events.AliasEvent):
            self._place(self._alias(event.anchor))
        elif isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
            if len(self._stack) >= MAX_DEPTH:
                raise UnusableYAMLError(f"it is nested more than {MAX_DEPTH} levels deep")
            empty: dict[str, JSON] | list[JSON] = {} if isinstance(event, events.MappingStartEvent) else []
            self._stack.append(_Open(empty, event.anchor, self._count - 1))
        else:
            done = self._stack.pop()
            self._keep(done.anchor, _finished(done), done.first)

    def _keep(self, anchor: str | None, value: _Node, first: int) -> None:
        if anchor is not None:
            self._anchored[anchor] = (value, self._count - first)
        self._place(value)

    def _place(self, value: _Node) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent is None:
            self.root = _valued(value)
        elif isinstance(parent.value, list):
            parent.value.append(_valued(value))
        else:
            _put(parent, parent.value, value)

    def _alias(self, anchor: str | None) -> _Node:
        if anchor is None or anchor not in self._anchored:
            inside = any(each.anchor == anchor for each in self._stack)
            # Its name is not repeated: without quotes a password that begins with an asterisk is an alias.
            raise UnusableYAMLError(
                "an anchor (&) refers to itself"
                if inside
                else "an alias (*) has no anchor before it: quote a text that begins with *"
            )
        value, size = self._anchored[anchor]
        self._count += size
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            raise UnusableYAMLError(f"its aliases stand for more than {MAX_ALIASED} values")
        return value


def yaml_documents(text: str) -> Iterator[JSON]:
    """The documents of a YAML stream, None for an empty one.

    Raises:
        UnusableYAMLError: it is not YAML, or has something no API object has.
    """
    builder = _Builder()
    for event in _events(text):
        if isinstance(event, events.DocumentStartEvent):
            builder = _Builder()
        elif isinstance(event, events.DocumentEndEvent):
            yield builder.root
        elif isinstance(event, events.NodeEvent | events.CollectionEndEvent):
            try:
                builder.add(event)
            except UnusableYAMLError as error:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise UnusableYAMLError(f"line {line}: {error}") from None


def _events(text: str) -> Iterator[events.Event]:
    try:
        yield from parsed(text)
    except NotYAMLError as error:
        raise UnusableYAMLError(f"not valid YAML: {error}") from None


def _scalar(event: events.ScalarEvent) -> _Node:
    plain_implicit, quoted_implicit = event.implicit
    if plain_implicit:
        return _MERGE if event.value == "<<" else plain(event.value)
    if quoted_implicit:
        return event.value
    try:
        return tagged(event.value, event.tag or "!")
    except ValueError as error:
        raise UnusableYAMLError(str(error)) from None


def _put(parent: _Open, mapping: dict[str, JSON], value: _Node) -> None:
    """Take a key, or the value of the key that waits for one."""
    if not parent.waits:
        parent.key, parent.waits = _key(value), True
    elif isinstance(parent.key, _Merge):
        parent.merged.extend(_mergeable(value))
        parent.waits = False
    else:
        mapping[parent.key] = _valued(value)
        parent.waits = False


def _key(value: _Node) -> str | _Merge:
    """A key as text, as it is in JSON."""
    if isinstance(value, (_Merge, str)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    raise UnusableYAMLError("a key is empty" if value is None else f"a key is {shown(value)}")


def _valued(value: _Node) -> JSON:
    """A node in the place of a value, where `<<` is text like any other."""
    return "<<" if isinstance(value, _Merge) else value


def _mergeable(value: _Node) -> list[dict[str, JSON]]:
    values = value if isinstance(value, list) else [value]
    mappings = [each for each in values if isinstance(each, dict)]
    if len(mappings) < len(values):
        raise UnusableYAMLError("<< takes only mappings")
    return mappings


def _finished(done: _Open) -> dict[str, JSON] | list[JSON]:
    """The value itself; a mapping with what `<<` adds, which never replaces a key of its own."""
    if isinstance(done.value, list):
        return done.value
    whole: dict[str, JSON] = {}
    for merged in reversed(done.merged):
        whole.update(merged)
    whole.update(done.value)
    return whole
