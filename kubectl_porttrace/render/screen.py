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
    """`width` is in columns; `wide` asks for everything there is; without `headers` only what was found is written.

    `namespaces` says that a name alone does not tell which Service is meant.
    """

    width: int
    color: bool = False
    wide: bool = False
    headers: bool = True
    namespaces: bool = False

    def paint(self, text: str, style: str) -> str:
        """The text in a style, or as it is where there are no colours or the style is empty."""
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if self.color and style and text else text
