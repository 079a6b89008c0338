"""A shell on a terminal, to press TAB in."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 120.0
QUIET = 5.0
"""Seconds without a sign after which the shell is asked to draw its line again."""
_DRAW_AGAIN = b"\x0c"
_STEERING = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[=>]|\][^\x07]*\x07)|[\x07\r]")


@dataclass
class Terminal:
    """What a shell shows, and the keys it is sent."""

    fd: int
    shown: bytes = field(default=b"", repr=False)
    read: int = 0

    def press(self, keys: str, until: str) -> str:
        """Type, wait until a text stands there, and return all that came up to it."""
        os.write(self.fd, keys.encode())
        return self.wait_for(until)

    def wait_for(self, text: str) -> str:
        """Return what came up to a text, without what steers the terminal. AssertionError where it never comes.

        On a busy machine zsh sometimes leaves out a letter of what it draws, which is in its line all the same. So the
        shell is asked to draw the line again where nothing comes.
        """
        deadline = time.monotonic() + PATIENCE
        while text not in self.unread:
            if select.select([self.fd], [], [], QUIET)[0]:
                self.shown += os.read(self.fd, 4096)
            elif time.monotonic() < deadline:
                os.write(self.fd, _DRAW_AGAIN)
            else:
                raise AssertionError(f"waited for {text!r}, and saw {self.unread!r}")
        came = self.unread[: self.unread.index(text) + len(text)]
        self.read += len(came)
        return came

    @property
    def unread(self) -> str:
        """What came since the last text that was waited for."""
        return _STEERING.sub("", self.shown.decode(errors="replace"))[self.read :]


@contextmanager
def shell(command: Sequence[str], environ: Mapping[str, str], cwd: Path | None = None) -> Iterator[Terminal]:
    """An interactive shell on a terminal of its own, so wide that no line is broken, which ends with the block."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 300, 0, 0))
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(environ), cwd=cwd, start_new_session=True
    )
    os.close(theirs)
    try:
        yield Terminal(ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
