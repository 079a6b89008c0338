"""The standard streams, whatever state they are in: closed, full, or read slowly.

A report is written completely, or the run says that it was not: Python's own streams lose the rest of a text where a
device takes a part of it (`PYTHONUNBUFFERED=1`, a pipe that does not block).
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size

from kubectl_porttrace.errors import PorttraceError

WIDTH_OF_A_PIPE = 120

_PIECE = 64 * 1024


def printable(text: str) -> str:
    """Text that may come from a server, on one line and without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def write_out(parts: Iterable[str]) -> None:
    """Write all parts of a text to standard output.

    Raises:
        PorttraceError: it is closed, or takes no more.
        BrokenPipeError: nobody reads on.
    """
    stream = sys.stdout
    if stream is None:
        raise _unwritten("standard output is closed")
    with writing_out():
        descriptor = _descriptor()
        stream.flush()
        for text in _in_pieces(parts):
            if descriptor is None:
                stream.write(text)
                stream.flush()
            else:
                _write_all(descriptor, text.encode(stream.encoding, "replace"))


def _in_pieces(parts: Iterable[str]) -> Iterator[str]:
    """The same text in pieces that are worth a call of the system each."""
    waiting: list[str] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= _PIECE:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)


@contextmanager
def writing_out() -> Iterator[None]:
    """Say of what fails inside that it is the output; what a library has written is flushed.

    Raises:
        PorttraceError: it takes no more.
        BrokenPipeError: nobody reads on.
    """
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_out()
        raise _unwritten((error.strerror or str(error)).lower()) from None


def drop_out() -> None:
    """Lose what could not be written: it would be tried once more at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_error(text: str) -> None:
    """Write to standard error, if it takes anything: the exit code tells the rest."""
    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()


def _descriptor() -> int | None:
    """The file that standard output is, where bytes can be written to it as they are; on Windows they cannot."""
    try:
        return None if sys.platform == "win32" else sys.stdout.fileno()
    except (OSError, ValueError):
        return None


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[_written(descriptor, left) :]


def _written(descriptor: int, content: memoryview) -> int:
    try:
        return os.write(descriptor, content)
    except BlockingIOError:
        # Only a pipe that does not block needs this.
        import select

        select.select([], [descriptor], [])
        return 0


def _unwritten(reason: str) -> PorttraceError:
    return PorttraceError(f"the output could not be written: {reason}", "what there is of it is not all")


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def draws_progress() -> bool:
    """Whether standard error is a terminal on which a line can be drawn again."""
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def colored() -> bool:
    """Whether it takes colours, and nobody asked for none."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """The terminal's columns; COLUMNS where it is set; what is piped may be wider than the usual terminal."""
    return get_terminal_size((WIDTH_OF_A_PIPE, 24)).columns


def writes_utf8() -> bool:
    """Whether lines and boxes can be drawn."""
    encoding = sys.stdout.encoding if sys.stdout is not None else None
    return (encoding or "").lower().replace("-", "").startswith("utf")
