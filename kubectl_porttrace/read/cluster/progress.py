"""A line on the terminal while a read takes long: what has been read, and how much there is."""

from threading import Lock
from time import monotonic
from typing import TextIO

from kubectl_porttrace.read.cluster.query import Query

PATIENCE = 0.5
_ERASE = "\r\x1b[K"


class ProgressLine:
    """Counts objects as pages come in, and shows the counts on a terminal once half a second has passed."""

    def __init__(self, terminal: TextIO | None) -> None:
        """Show on `terminal`; None for nowhere."""
        self._terminal = terminal
        self._begin = monotonic()
        self._counts: dict[Query, tuple[int, int]] = {}
        self._lock = Lock()
        self._shown = False

    def count(self, query: Query, so_far: int, remaining: int) -> None:
        """Note how much of a list has come; called from the threads that read."""
        with self._lock:
            self._counts[query] = (so_far, so_far + remaining)

    def show(self) -> None:
        """Draw the line, if it is time."""
        if self._terminal is None or monotonic() - self._begin < PATIENCE:
            return
        self._terminal.write(f"{_ERASE}reading {self.text() or 'the cluster'}")
        self._terminal.flush()
        self._shown = True

    def erase(self) -> None:
        """Leave nothing behind."""
        if self._terminal is not None and self._shown:
            self._terminal.write(_ERASE)
            self._terminal.flush()
            self._shown = False

    def text(self) -> str:
        """The counts: `pods 1500 of 10003, services 501`; the longest lists first, as many as fit a line."""
        with self._lock:
            counts = list(self._counts.items())
        totals: dict[str, tuple[int, int]] = {}
        for query, (so_far, total) in counts:
            before = totals.get(query.resource, (0, 0))
            totals[query.resource] = (before[0] + so_far, before[1] + total)
        longest = sorted(totals.items(), key=lambda item: -item[1][1])[:3]
        return ", ".join(
            f"{resource} {so_far}" + (f" of {total}" if total > so_far else "")
            for resource, (so_far, total) in longest
            if total
        )
