"""What of a screen fits into the lines that a terminal has."""

from collections.abc import Sequence
from typing import TypeVar

from kubectl_porttrace.wording import count

Line = TypeVar("Line")

ABOVE = 2
"""The lines above the screen: that of the time, and an empty one."""


def fitting(lines: Sequence[Line], height: int) -> tuple[Sequence[Line], str]:
    """The lines that fit below those above them, and how many are left out in words, which take a line as well.

    Args:
        lines: the screen.
        height: the lines of the terminal.
    """
    room = max(height - ABOVE, 1)
    if len(lines) <= room:
        return lines, ""
    left = len(lines) - room + 1
    return lines[: room - 1], f"... {count(left, 'line')} more; a higher terminal shows them"
