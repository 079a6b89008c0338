"""Columns as kubectl sets them, fitted to the width there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from tabulate import DataRow, TableFormat, tabulate

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import columns_of, shorten

GAP = 3
SHORTEST = 9
"""A name is not shortened below this many columns."""

_SECOND_HALF = "\ue000"
"""Stands after a wide character while tabulate, which counts characters, lays out the columns."""


@dataclass(frozen=True)
class Cell:
    """A cell: `name` is what may be shortened, `before` and `after` stay whole."""

    name: str = ""
    before: str = ""
    after: str = ""
    style: str = ""

    @property
    def columns(self) -> int:
        """The columns it needs in full."""
        return columns_of(self.before) + columns_of(self.name) + columns_of(self.after)

    @property
    def fewest(self) -> int:
        """The columns it needs with its name as short as it gets."""
        return self.columns - max(columns_of(self.name) - SHORTEST, 0)

    def fitted(self, limit: int) -> str:
        """Its text in at most `limit` columns, as far as that goes."""
        fixed = columns_of(self.before) + columns_of(self.after)
        return f"{self.before}{shorten(self.name, max(limit - fixed, SHORTEST))}{self.after}"


def table(headers: Sequence[str], rows: Sequence[Sequence[Cell]], screen: Screen) -> list[str]:
    """Lay out rows of cells under their headers.

    Args:
        headers: one for each column; not written where the screen has no headers.
        rows: the cells.
        screen: what it has to fit on. Where even the shortest names do not fit, lines are longer.

    Returns:
        The lines, without trailing blanks.
    """
    if not rows:
        return []
    heads = [Cell(after=header) if screen.headers else Cell() for header in headers]
    columns = [(head, *cells) for head, cells in zip(heads, zip(*rows, strict=True), strict=True)]
    widths = [max(cell.columns for cell in column) for column in columns]
    floors = [max(cell.fewest for cell in column) for column in columns]
    gap = GAP if sum(floors) + GAP * (len(floors) - 1) <= screen.width else GAP - 1
    limits = _fit(widths, floors, screen.width - gap * (len(widths) - 1))
    written = [
        [_counted(screen, cell, limit) for cell, limit in zip(row, limits, strict=True)]
        for row in ([heads, *rows] if screen.headers else rows)
    ]
    layout = TableFormat(None, None, None, None, None, DataRow("", " " * gap, ""), 0, None)
    laid_out = tabulate(written, tablefmt=layout, disable_numparse=True, stralign="left")
    return [line.rstrip().replace(_SECOND_HALF, "") for line in laid_out.splitlines()]


def _fit(widths: Sequence[int], floors: Sequence[int], available: int) -> list[int]:
    """Take columns from the widest, one after the other, until all fit or none can give more."""
    fitted = list(widths)
    while sum(fitted) > available:
        giving = [place for place, floor in enumerate(floors) if fitted[place] > floor]
        if not giving:
            break
        fitted[max(giving, key=lambda place: fitted[place])] -= 1
    return fitted


def _counted(screen: Screen, cell: Cell, limit: int) -> str:
    """A cell's text with as many characters as it takes columns."""
    text = "".join(
        letter + _SECOND_HALF * (columns_of(letter) - 1) for letter in cell.fitted(limit) if columns_of(letter)
    )
    return screen.paint(text, cell.style)
