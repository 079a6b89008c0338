"""A terminal that shows what is so now: the whole screen, drawn again in place."""

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from shutil import get_terminal_size

from rich.console import Console
from rich.live import Live
from rich.text import Text

from kubectl_porttrace.render import rendered
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import cut
from kubectl_porttrace.streams import printable
from kubectl_porttrace.watch.changes import changes
from kubectl_porttrace.watch.frame import fitting
from kubectl_porttrace.watch.loop import Look
from kubectl_porttrace.watch.shows import clock
from kubectl_porttrace.watch.states import Key, State, states


class Redrawn:
    """Draws on the alternate screen, which gives way to what stood there before once it is closed."""

    def __init__(self, output: str, screen: Callable[[], Screen], *, routes: bool, selected: bool) -> None:
        """Draw nothing yet.

        Args:
            output: the format.
            screen: what is looked at: how wide it is changes with the terminal.
            routes: whether routes were asked for by name.
            selected: whether only Services with some labels are asked about.
        """
        self._output = output
        self._screen = screen
        self._routes = routes
        self._selected = selected
        self._look: Look | None = None
        self._known: dict[Key, State] | None = None
        self._at: datetime | None = None
        self._said = "no verdict has changed yet"
        self._note = ""
        self._size = get_terminal_size()
        console = Console(file=sys.stdout, force_terminal=True, highlight=False, markup=False, legacy_windows=False)
        self._live = Live(
            console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )

    def look(self, look: Look, at: datetime) -> None:
        """Draw another look."""
        found = dict(states(look.report, routes=self._routes)) if look.report else {}
        changed = list(changes(self._known, found, selected=self._selected)) if self._known is not None else []
        if changed:
            more = f", and {len(changed) - 1} more" if len(changed) > 1 else ""
            self._said = f"last change {clock(at)}: {changed[0]}{more}"
        self._look, self._known, self._at = look, found, at
        self._draw()

    def note(self, sentence: str, at: datetime) -> None:
        """Show a sentence about the watching itself in place of what changed last; none for an empty one."""
        self._note = sentence
        self._at = self._at or at
        self._draw()

    def tick(self) -> None:
        """Draw again where the terminal has another size."""
        size = get_terminal_size()
        if size != self._size:
            self._size = size
            self._draw()

    def close(self) -> None:
        """Show again what stood there before."""
        self._live.stop()

    def _draw(self) -> None:
        if not self._live.is_started:
            self._live.start()
        width, height = self._size
        head = cut(f"{clock(self._at) if self._at else ''}  {printable(self._note or self._said)}", width)
        lines = [line for each in self._text().splitlines() for line in self._folded(each, width)]
        shown, more = fitting(lines, height)
        whole = [Text(head), Text(), *shown, *([Text(cut(more, width))] if more else [])]
        self._live.update(Text("\n", no_wrap=True, overflow="crop").join(whole), refresh=True)

    def _folded(self, line: str, width: int) -> Iterable[Text]:
        """A line on as many as it takes: a command is longer than a terminal is wide."""
        return Text.from_ansi(line).wrap(self._live.console, width, overflow="fold") if line else [Text()]

    def _text(self) -> str:
        look = self._look
        if look is None:
            return ""
        missing = "".join(f"{printable(each)}; waiting for it\n" for each in look.missing)
        if look.report is None or not (look.report.services or look.report.routes or look.report.workloads):
            return missing or "no Services found; waiting for one\n"
        return missing + "".join(rendered(look.report, self._output, self._screen()))
