"""Columns as kubectl sets them, fitted to the width there is."""

from collections.abc import Sequence

import msgspec
from tabulate import DataRow, TableFormat, tabulate

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import columns_of, shorten

GAPS = (3, 2)
"""Blanks between columns: kubectl's, and where it is tight."""

SHORTEST = (9, 5, 3)
"""A name is shortened to no fewer columns than the first, and where even that does not fit, than the next."""

_SECOND_HALF = "\ue000"
"""Stands after a wide character while tabulate, which counts characters, lays out the columns."""


class Cell(msgspec.Struct, frozen=True):
    """A cell: `name` is what may be shortened, `before` and `after` stay whole."""

    name: str = ""
    before: str = ""
    after: str = ""
    style: str = ""

    @property
    def text(self) -> str:
        """Its text in full."""
        return f"{self.before}{self.name}{self.after}"

    @property
    def columns(self) -> int:
        """The columns it needs in full."""
        return columns_of(self.text)

    def fewest(self, shortest: int) -> int:
        """The columns it needs with its name as short as it gets."""
        return self.columns - max(columns_of(self.name) - shortest, 0)

    def fitted(self, limit: int) -> str:
        """Its text in at most `limit` columns, as far as shortening its name goes."""
        fixed = columns_of(self.before) + columns_of(self.after)
        return f"{self.before}{shorten(self.name, max(limit - fixed, SHORTEST[-1]))}{self.after}"


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
    heads = [Cell(after=header if screen.headers else "") for header in headers]
    columns = [(head, *cells) for head, cells in zip(heads, zip(*rows, strict=True), strict=True)]
    limits, gap = _layout(columns, None if screen.piped else screen.width)
    written = [
        [_counted(screen, cell, limit) for cell, limit in zip(row, limits, strict=True)]
        for row in ([heads, *rows] if screen.headers else rows)
    ]
    layout = TableFormat(None, None, None, None, None, DataRow("", " " * gap, ""), 0, None)
    laid_out = tabulate(written, tablefmt=layout, disable_numparse=True, stralign="left")
    return [line.rstrip().replace(_SECOND_HALF, "") for line in laid_out.splitlines()]


def width_of(headers: Sequence[str], rows: Sequence[Sequence[Cell]], shortest: int | None = None) -> int:
    """The columns a table needs at the tighter gap, with its names in full or shortened as far as given."""
    heads = [Cell(after=header) for header in headers]
    needed: list[int] = [
        max(cell.columns if shortest is None else cell.fewest(shortest) for cell in column)
        for column in zip(heads, *rows, strict=True)
    ]
    return sum(needed) + GAPS[-1] * (len(headers) - 1)


def _layout(columns: Sequence[Sequence[Cell]], available: int | None) -> tuple[list[int], int]:
    """The columns each column gets, and the gap between them; all that they need where nothing limits them."""
    widths = [max(cell.columns for cell in column) for column in columns]
    if available is None:
        return widths, GAPS[0]
    gaps = len(columns) - 1
    gap = next((gap for gap in GAPS if sum(widths) + gap * gaps <= available), GAPS[-1])
    for shortest in SHORTEST:
        floors = [max(cell.fewest(shortest) for cell in column) for column in columns]
        if sum(floors) + gap * gaps <= available:
            break
    return _fit(widths, floors, available - gap * gaps), gap


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
    text = cell.fitted(limit)
    if not text.isascii():
        text = "".join(letter + _SECOND_HALF * (columns_of(letter) - 1) for letter in text if columns_of(letter))
    return screen.paint(text, cell.style)
