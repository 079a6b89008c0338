"""What the person looks at: how wide it is, whether it shows colours, and how much is asked for."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

STYLES: Mapping[str, str] = MappingProxyType(
    {
        "broken": "1;31",
        "partial": "33",
        "unknown": "35",
        "wired": "32",
        "external": "36",
        "error": "1;31",
        "warning": "33",
        "note": "36",
        "strong": "1",
        "dim": "2",
        "fix": "32",
    }
)
"""SGR parameters. Each style also goes with a word, so nothing is lost without colour."""


class Screen(msgspec.Struct, frozen=True):
    """What is shown, and on what.

    Attributes:
        width: in columns.
        color: whether it shows colours.
        wide: whether everything there is was asked for.
        headers: without them only what was found is written.
        namespaces: whether a name alone does not tell which Service is meant.
        piped: whether it is no terminal: then no name is shortened.
        problems: whether only that is to be listed of which something was found.
        everything: whether all is to be listed, however much of it is healthy.
        sort_by: the order of a list: one of `options.SORT_BY`.
        flags: words that a further command needs to read the same source in the same way.
        routes: whether routes were asked for by name, so that each is shown in full.
        boxes: whether it shows box-drawing characters.
        advice: whether good practice was asked about.
    """

    width: int
    color: bool = False
    wide: bool = False
    headers: bool = True
    namespaces: bool = False
    piped: bool = False
    problems: bool = False
    everything: bool = False
    sort_by: str = "problems"
    flags: tuple[str, ...] = ()
    routes: bool = False
    boxes: bool = True
    advice: bool = False

    @property
    def notes(self) -> bool:
        """Whether notes are shown, and not counted alone."""
        return self.wide or self.advice

    def paint(self, text: str, style: str) -> str:
        """The text in a style, or as it is where there are no colours or the style is empty."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.color and style and text else text
