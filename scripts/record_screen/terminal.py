"""The program on a pseudo-terminal, where it shows what a person would see, colours included."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress

_ROWS = 40
_FOUND = (0, 3)
"""Exit codes of a program that could do its work."""


def answer(arguments: Sequence[str], columns: int) -> str:
    """What `kubectl porttrace ARGUMENTS` prints on a terminal of so many columns.

    Raises:
        RuntimeError: it failed, or said something on stderr.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
    command = [sys.executable, "-m", "kubectl_porttrace", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, env=_environ()
    ) as process:
        os.close(theirs)
        shown = _read(ours)
        _, errors = process.communicate()
    if process.returncode not in _FOUND or errors:
        raise RuntimeError(f"{command} ended with {process.returncode}: {errors.decode()}")
    return shown


def _environ() -> dict[str, str]:
    """Nothing of the surroundings that would change the looks, such as NO_COLOR or COLUMNS."""
    return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def _read(terminal: int) -> str:
    """All that comes until the other end is closed, with the line ends that the program wrote."""
    shown = b""
    # Linux says that the other end is gone by EIO, other systems by an end of file.
    with open(terminal, "rb", buffering=0) as stream, suppress(OSError):
        while came := stream.read(65536):
            shown += came
    return shown.decode().replace("\r\n", "\n")
