"""Letters in rows and columns: where each text begins, whatever monospaced font draws it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from xml.sax.saxutils import escape

from scripts.record_screen.palette import classes
from scripts.record_screen.sgr import Run

_WORDS_AND_GAPS = re.compile(r"(^ +| {2,}| +$)")


@dataclass(frozen=True)
class Grid:
    """A terminal of so many columns and rows, below a bar of the height `top`; lengths are in pixels."""

    columns: int
    rows: int
    top: int

    FONT_SIZE: ClassVar[int] = 14
    LETTER: ClassVar[float] = 8.4
    ROW: ClassVar[int] = 20
    MARGIN: ClassVar[int] = 16

    @property
    def width(self) -> int:
        """The window's."""
        return round(self.columns * self.LETTER) + 2 * self.MARGIN

    @property
    def height(self) -> int:
        """The window's."""
        return self.top + self.rows * self.ROW + 2 * self.MARGIN

    def line(self, row: int, runs: Sequence[Run], prompt: str = "") -> str:
        """One row of text. ValueError where it is longer than the terminal is wide."""
        if len(prompt) + sum(len(run.text) for run in runs) > self.columns:
            raise ValueError(f"wider than {self.columns} columns: {''.join(run.text for run in runs)}")
        body = "".join(self._spans(runs, len(prompt)))
        sign = f'<tspan class="prompt">{prompt}</tspan>' if prompt else ""
        baseline = self._y(row) + 15
        return f'    <text xml:space="preserve" x="{self.MARGIN}" y="{baseline}">{sign}{body}</text>'

    def cursor(self, row: int, column: int) -> str:
        """A box as large as a letter."""
        return (
            f'    <rect class="cursor" x="{self._x(column)}" y="{self._y(row) + 1}" width="{self.LETTER}" height="18"/>'
        )

    def typing(self, row: int, column: int, attributes: str) -> str:
        """What hides a row from a column on, behind a cursor; moved to the right it is cut off where the row ends."""
        width = f"{(self.columns - column) * self.LETTER:.1f}"
        place = f'x="{self._x(column)}" y="{self._y(row)}" width="{width}" height="{self.ROW}"'
        cover = f'<rect class="cover" width="{width}" height="{self.ROW}"/>'
        cursor = f'<rect class="cursor" y="1" width="{self.LETTER}" height="18"/>'
        return f"  <svg {place}><g {attributes}>{cover}{cursor}</g></svg>"

    def _spans(self, runs: Sequence[Run], column: int) -> Iterator[str]:
        """Each text at its own place and of its own length, so that columns stay columns in fonts of other widths."""
        for run in runs:
            look = classes(run.parameters)
            for part in filter(None, _WORDS_AND_GAPS.split(run.text)):
                yield self._span(part, column, look) if part.strip() else part
                column += len(part)

    def _span(self, text: str, column: int, look: str) -> str:
        styled = f' class="{look}"' if look else ""
        length = f"{len(text) * self.LETTER:.1f}"
        return f'<tspan x="{self._x(column)}" textLength="{length}"{styled}>{escape(text)}</tspan>'

    def _x(self, column: int) -> str:
        return f"{self.MARGIN + column * self.LETTER:.1f}"

    def _y(self, row: int) -> int:
        return self.top + self.MARGIN + row * self.ROW
