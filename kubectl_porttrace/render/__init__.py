"""Write a report in one of the formats of `-o`: pure functions from a Report to text."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

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


def render(report: "Report", output: str, screen: "Screen") -> str:
    """Write a report.

    Args:
        report: what was found.
        output: the name of a format.
        screen: what the person looks at; whether it is `wide` is up to the format.

    Returns:
        The text, ending in a newline; empty where there is nothing to write.
    """
    return writer(output)(report, replace(screen, wide=_format(output).wide))


def _format(name: str) -> Format:
    return next(each for each in FORMATS if each.name == name)
