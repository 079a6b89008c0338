"""A screen in the lines that a terminal has."""

from collections.abc import Sequence

from kubectl_porttrace.wording import count


def framed(head: str, text: str, height: int) -> Sequence[str]:
    """A line of time, and below it as many lines of a screen as there are; the last says how many are left out.

    Args:
        head: the line on top.
        text: the screen.
        height: the lines of the terminal.
    """
    lines = text.splitlines()
    room = max(height - 2, 1)
    if len(lines) <= room:
        return [head, "", *lines]
    left = len(lines) - room + 1
    return [head, "", *lines[: room - 1], f"... {count(left, 'line')} more: a higher terminal or one Service shows all"]
