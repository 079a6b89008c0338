"""The summary of a step of GitHub Actions: a file to which markdown is appended."""

import os
from collections.abc import Iterable

from kubectl_porttrace.streams import printable, write_error

VARIABLE = "GITHUB_STEP_SUMMARY"
MOST = 900 * 1024
"""Bytes; GitHub drops the summary of a step that is longer than 1 MiB, with what other programs have added to it."""

_CUT = b"\n\n(cut here: a summary has no room for more)\n"


def add_to_step_summary(parts: Iterable[str]) -> None:
    """Append a text, where the variable names a file; where that cannot be written, say so and go on.

    Args:
        parts: the text.
    """
    path = os.environ.get(VARIABLE)
    if not path:
        return
    try:
        with open(path, "ab") as file:  # noqa: PTH123 - the path is the runner's, not ours
            file.write(_shortened("".join(parts).encode("utf-8", "replace")))
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        write_error(f"the summary of the step could not be written: {printable(path)}: {reason}\n")


def _shortened(content: bytes) -> bytes:
    """The text, or as many of its lines as there is room for."""
    return content if len(content) <= MOST else content[:MOST].rpartition(b"\n")[0] + _CUT
