"""Ways to show what changes: a line per verdict that changed, a document per change, or nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

import msgspec

from kubectl_porttrace.render.json import all_seen, in_whole_seconds
from kubectl_porttrace.streams import printable
from kubectl_porttrace.watch.changes import changes, digest, present
from kubectl_porttrace.watch.loop import Look
from kubectl_porttrace.watch.states import Key, State, states

Write = Callable[[str], None]


class Show(Protocol):
    """Something that shows what changes."""

    def look(self, look: Look, at: datetime) -> None:
        """Take another look."""

    def note(self, sentence: str, at: datetime) -> None:
        """Tell something about the watching itself."""

    def tick(self) -> None:
        """Do what is due without another look."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class Notes:
    """What all ways that leave the terminal alone have in common: notes are lines of stderr."""

    def __init__(self, complain: Write) -> None:
        """Tell of the watching by `complain`."""
        self._complain = complain

    def look(self, look: Look, at: datetime) -> None:
        """Show nothing."""

    def note(self, sentence: str, at: datetime) -> None:
        """A line on stderr."""
        self._complain(f"{clock(at)} {printable(sentence)}\n")

    def tick(self) -> None:
        """Nothing is due."""

    def close(self) -> None:
        """Nothing was changed."""


class Lines(Notes):
    """First a line for each port, then a line for each verdict that changes."""

    def __init__(self, write: Write, complain: Write, *, routes: bool, selected: bool, problems: bool = False) -> None:
        """Write lines by `write`.

        Args:
            write: takes a line with its end.
            complain: takes what is told of the watching itself.
            routes: whether routes were asked for by name.
            selected: whether only Services with some labels are asked about.
            problems: whether what is well at first is left out.
        """
        super().__init__(complain)
        self._write = write
        self._problems = problems
        self._routes = routes
        self._selected = selected
        self._known: Mapping[Key, State] | None = None

    def look(self, look: Look, at: datetime) -> None:
        """Write what changed since the last look; at the first, what is."""
        found = states(look.report, routes=self._routes) if look.report else {}
        if self._known is None:
            lines = [*present(found, problems=self._problems)]
        else:
            lines = [str(each) for each in changes(self._known, found, selected=self._selected)]
        self._known = found
        if lines:
            self._write("".join(f"{clock(at)} {printable(line)}\n" for line in lines))


class Documents(Notes):
    """A report as one line of JSON: at first, and whenever a verdict, a number of backends or a finding changed."""

    def __init__(self, write: Write, complain: Write) -> None:
        """Write documents by `write`."""
        super().__init__(complain)
        self._write = write
        self._known: object = None

    def look(self, look: Look, at: datetime) -> None:  # noqa: ARG002 - a document has its own time
        """Write the report, if it says something else than before."""
        if look.report is None:
            return
        said = digest(look.report)
        if said != self._known:
            self._known = said
            document = msgspec.json.encode(in_whole_seconds(look.report)).decode()
            self._write(f"{all_seen(document)}\n")


def clock(at: datetime) -> str:
    """`12:03:11`."""
    return f"{at:%H:%M:%S}"
