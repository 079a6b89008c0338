"""`--open`: the page in a file that nobody else can read, and in the browser."""

import os
import webbrowser
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkstemp

import msgspec

from kubectl_porttrace.errors import PorttraceError


class Handed(msgspec.Struct, frozen=True):
    """What became of it: whether a browser was found, and one sentence with the file's path."""

    shown: bool
    sentence: str


def open_page(parts: Iterable[str]) -> Handed:
    """Write a page to a temporary file and open it.

    The file stays: a browser reads it after this program has ended. `mkstemp` makes it for its owner alone (0600).

    Args:
        parts: the page.

    Raises:
        PorttraceError: the file could not be written.
    """
    try:
        descriptor, name = mkstemp(prefix="porttrace-", suffix=".html")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(parts)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PorttraceError(
            f"the page could not be written to a temporary file: {reason}", "-o html writes it to standard output"
        ) from None
    path = Path(name)
    if _shown(path):
        return Handed(shown=True, sentence=f"opened {path}")
    return Handed(shown=False, sentence=f"no browser was found; open {path} in one")


def _shown(path: Path) -> bool:
    """Whether a browser took it; one that BROWSER names and that cannot be started takes nothing."""
    try:
        return webbrowser.open(path.as_uri())
    except (webbrowser.Error, OSError):
        return False
