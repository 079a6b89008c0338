"""Write a report in one of the formats of `-o`: pure functions from a Report to text."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report

FORMATS: Mapping[str, str] = MappingProxyType(
    {"table": "human", "wide": "human", "json": "json", "yaml": "yaml", "name": "name"}
)
"""The module of this package that writes each format; only that one is imported."""


Writer = Callable[[Report, Screen], str]


def writer(output: str) -> Writer:
    """What writes a format; the first call for it imports what that takes."""
    write: Writer = import_module(f"{__name__}.{FORMATS[output]}").render
    return write


def render(
    report: Report, output: str, *, width: int, color: bool, headers: bool = True, namespaces: bool = False
) -> str:
    """Write a report.

    Args:
        report: what was found.
        output: `table`, `wide`, `json`, `yaml` or `name`.
        width: the columns there are; only `table` and `wide` look at it.
        color: whether escape sequences may be used.
        headers: whether to write the header and summary lines.
        namespaces: whether more than one namespace was asked about; only `name` looks at it.

    Returns:
        The text, ending in a newline; empty where there is nothing to write.
    """
    screen = Screen(width=width, color=color, wide=output == "wide", headers=headers, namespaces=namespaces)
    return writer(output)(report, screen)
