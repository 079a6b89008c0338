"""Write a report in one of the formats of `-o`: pure functions from a Report to text."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kubectl_porttrace.render.formats import FORMATS, Format

if TYPE_CHECKING:  # what only names the formats, as the help does, has no use for these
    from kubectl_porttrace.render.screen import Screen
    from kubectl_porttrace.report.v1 import Report

Writer = Callable[["Report", "Screen"], str]


def writer(output: str, *, compared: bool = False) -> Writer:
    """What writes a format; the first call for it imports what that takes.

    Args:
        output: the name of a format.
        compared: whether it is to write what differs between two reports.
    """
    write: Writer = import_module(_module(output, compared=compared)).render
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
    return "".join(rendered(report, output, screen))


def rendered(report: "Report", output: str, screen: "Screen") -> Iterator[str]:
    """Write a report part by part, where its format has `parts`: a long one is never held as a whole.

    Args:
        report: what was found.
        output: the name of a format.
        screen: what the person looks at; whether it is `wide` is up to the format.

    Returns:
        The parts of the text, of which the last ends in a newline.
    """
    seen = replace(screen, wide=format_named(output).wide)
    compared = report.comparison is not None
    parts = getattr(import_module(_module(output, compared=compared)), "parts", None)
    yield from parts(report, seen) if parts else (writer(output, compared=compared)(report, seen),)


def _module(output: str, *, compared: bool) -> str:
    written = format_named(output)
    return f"{__name__}.{written.compared if compared else written.module}"


def format_named(name: str) -> Format:
    """The format behind `-o`."""
    return next(each for each in FORMATS if each.name == name)
