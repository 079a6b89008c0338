"""One line on stderr that says what a long step is doing and for how long."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO

_TERMINAL_PERIOD = 0.2
_LOG_PERIOD = 20.0


class Progress:
    """A line rewritten in place on a terminal, and a new line now and then in a log."""

    def __init__(self, title: str, stream: TextIO | None = None) -> None:
        """Announce `title`; `stream` is stderr unless a test says otherwise."""
        self._title = title
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._started = time.monotonic()
        self._shown = float("-inf")
        self.update("")

    def update(self, what: str) -> None:
        """Show `what`, unless the last line was shown too short a time ago."""
        now = time.monotonic()
        if now - self._shown < (_TERMINAL_PERIOD if self._terminal else _LOG_PERIOD):
            return
        self._shown = now
        self._write(what)

    def finish(self, what: str) -> None:
        """Show the last line and end it."""
        self._write(what)
        if self._terminal:
            self._stream.write("\n")
            self._stream.flush()

    def _write(self, what: str) -> None:
        elapsed = int(time.monotonic() - self._started)
        line = f"{self._title}: {elapsed // 60}:{elapsed % 60:02d} {what}".rstrip()
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            self._stream.write(f"\r\x1b[K{line[:width]}")
        else:
            self._stream.write(line + "\n")
        self._stream.flush()
