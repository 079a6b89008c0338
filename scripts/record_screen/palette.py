"""The colours of the window: its own, and those of the SGR parameters that the program uses."""

from collections.abc import Mapping
from types import MappingProxyType

BACKGROUND = "#0d1117"
BAR = "#1c2128"
FRAME = "#4b535d"
BUTTONS = ("#ff5f57", "#febc2e", "#28c840")
TEXT = "#e6edf3"
PROMPT = "#7ee787"

BOLD = 1
_COLORS: Mapping[int, str] = MappingProxyType(
    {2: "#9198a1", 31: "#ff7b72", 32: "#56d364", 33: "#e3b341", 35: "#d2a8ff", 36: "#56d4dd"}
)

RULES = "\n".join(
    [f"    .sgr{BOLD} {{ font-weight: 700; }}"]
    + [f"    .sgr{parameter} {{ fill: {color}; }}" for parameter, color in _COLORS.items()]
)
"""The style sheet of the parameters."""


def classes(parameters: frozenset[int]) -> str:
    """The classes of a text with these parameters. ValueError where one of them has no look."""
    unknown = parameters - _COLORS.keys() - {BOLD}
    if unknown:
        raise ValueError(f"the palette has no look for SGR {sorted(unknown)}")
    return " ".join(f"sgr{parameter}" for parameter in sorted(parameters))


def colors() -> tuple[str, ...]:
    """Every colour in which text is written."""
    return (TEXT, PROMPT, *_COLORS.values())
