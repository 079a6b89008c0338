"""Write a report in one of the formats of `-o`: pure functions from a Report to text."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from kubectl_porttrace.render.formats import FORMATS, Format

if TYPE_CHECKING:  # what only names the formats, as the help does, has no use for these
    from kubectl_porttrace.render.screen import Screen
    from kubectl_porttrace.report.v1 import Report

Writer = Callable[["Report", "Screen"], str]


def writer(output: str) -> Writer:
    """What writes a format; the first call for it imports what that takes.

    Args:
        output: the name of a format.
    """
    write: Writer = import_module(f"{__name__}.{_format(output).module}").render
    return write


def render(
    report: "Report",
    output: str,
    *,
    width: int,
    color: bool,
    headers: bool = True,
    namespaces: bool = False,
    piped: bool = False,
    problems: bool = False,
    everything: bool = False,
    sort_by: str = "problems",
) -> str:
    """Write a report.

    Args:
        report: what was found.
        output: the name of a format.
        width: the columns there are; only formats for people look at it.
        color: whether escape sequences may be used.
        headers: whether to write the header and summary lines.
        namespaces: whether more than one namespace was asked about; only `name` looks at it.
        piped: whether nobody's terminal limits the width, so that no name is shortened.
        problems: whether to list only that of which something was found.
        everything: whether to list all, however much of it is healthy.
        sort_by: the order of a list: `problems`, `name` or `namespace`.

    Returns:
        The text, ending in a newline; empty where there is nothing to write.
    """
    from kubectl_porttrace.render.screen import Screen

    screen = Screen(
        width=width,
        color=color,
        wide=_format(output).wide,
        headers=headers,
        namespaces=namespaces,
        piped=piped,
        problems=problems,
        everything=everything,
        sort_by=sort_by,
    )
    return writer(output)(report, screen)


def _format(name: str) -> Format:
    return next(each for each in FORMATS if each.name == name)
