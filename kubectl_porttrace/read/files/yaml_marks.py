"""The lines of YAML documents, from libyaml's events: through anchors and `<<`, to where a field is written."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.read.files.libyaml import events, parsed
from kubectl_porttrace.read.files.marks import Fields, Items, Mark


class _Open(msgspec.Struct):
    """A mapping or sequence that is being read; `key` is the one that waits for its value."""

    mark: Mark
    anchor: str | None
    key: str | None = None
    key_line: int = 0
    merged: list[Fields] = msgspec.field(default_factory=list)


class _Builder:
    """Builds the tree of one document from its events, which were found to be sound when its values were read."""

    def __init__(self) -> None:
        self._stack: list[_Open] = []
        self._anchored: dict[str, Mark] = {}
        self.root: Mark | None = None

    def add(self, event: events.Event) -> None:
        """Take the next event."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, events.ScalarEvent):
            self._keep(event.anchor, Mark(line, event.value))
        elif isinstance(event, events.AliasEvent):
            # The field is where the alias is; what is in it, where the anchor is.
            self._place(Mark(line, self._anchored[event.anchor or ""].value))
        elif isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
            empty: Fields | Items = {} if isinstance(event, events.MappingStartEvent) else []
            self._stack.append(_Open(Mark(line, empty), event.anchor))
        else:
            done = self._stack.pop()
            self._keep(done.anchor, _finished(done))

    def _keep(self, anchor: str | None, mark: Mark) -> None:
        if anchor is not None:
            self._anchored[anchor] = mark
        self._place(mark)

    def _place(self, mark: Mark) -> None:
        parent = self._stack[-1] if self._stack else None
        if parent is None:
            self.root = mark
        elif isinstance(parent.mark.value, list):
            parent.mark.value.append(mark)
        elif parent.key is None:
            parent.key, parent.key_line = mark.value if isinstance(mark.value, str) else "", mark.line
        elif isinstance(parent.mark.value, dict):
            if parent.key == "<<":
                parent.merged.extend(_merged(mark))
            else:
                parent.mark.value[parent.key] = Mark(parent.key_line, mark.value)
            parent.key = None


def yaml_marks(text: str) -> Iterator[Mark]:
    """The documents of a YAML stream that could be read; empty ones are left out."""
    builder = _Builder()
    for event in parsed(text):
        if isinstance(event, events.DocumentStartEvent):
            builder = _Builder()
        elif isinstance(event, events.DocumentEndEvent):
            if builder.root is not None:
                yield builder.root
        elif isinstance(event, events.NodeEvent | events.CollectionEndEvent):
            builder.add(event)


def _merged(mark: Mark) -> list[Fields]:
    marks = mark.value if isinstance(mark.value, list) else [mark]
    return [each.value for each in marks if isinstance(each.value, dict)]


def _finished(done: _Open) -> Mark:
    """The mark itself; that of a mapping with what `<<` adds, which never replaces a key of its own."""
    if not done.merged or not isinstance(done.mark.value, dict):
        return done.mark
    whole: Fields = {}
    for merged in reversed(done.merged):
        whole.update(merged)
    whole.update(done.mark.value)
    return Mark(done.mark.line, whole)
