"""Columns as kubectl sets them, fitted to the width there is."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from kubectl_porttrace.library_versions import versions_not_read
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import columns_of, shorten

with versions_not_read():
    from tabulate import DataRow, TableFormat, tabulate

GAPS = (3, 2)
"""Blanks between columns: kubectl's, and where it is tight."""

SHORTEST = (9, 5, 3)
"""A name is shortened to no fewer columns than the first, and where even that does not fit, than the next."""

TOGETHER = 1000
"""So many rows are laid out at a time."""

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


class Column(msgspec.Struct, frozen=True):
    """What a column needs.

    Attributes:
        columns: with its names in full.
        fewest: with its names as short as `SHORTEST` says, in its order.
    """

    columns: int = 0
    fewest: tuple[int, ...] = (0,) * len(SHORTEST)

    def with_cell(self, cell: Cell) -> "Column":
        """What it needs with one more cell; itself where that is no more."""
        columns = cell.columns
        if columns <= self.fewest[-1]:
            return self
        fewest = tuple(max(each, cell.fewest(names)) for each, names in zip(self.fewest, SHORTEST, strict=True))
        return Column(max(self.columns, columns), fewest)


def measured(rows: Iterable[Sequence[Cell]], number: int) -> list[Column]:
    """What each of so many columns needs for all rows."""
    columns = [Column()] * number
    for row in rows:
        columns = [column.with_cell(cell) for column, cell in zip(columns, row, strict=True)]
    return columns


def table(headers: Sequence[str], rows: Sequence[Sequence[Cell]], screen: Screen) -> list[str]:
    """Lay out rows of cells under their headers.

    Args:
        headers: one for each column; not written where the screen has no headers.
        rows: the cells.
        screen: what it has to fit on. Where even the shortest names do not fit, lines are longer.

    Returns:
        The lines, without trailing blanks.
    """
    return list(lines_of_table(headers, rows, measured(rows, len(headers)), screen)) if rows else []


def lines_of_table(
    headers: Sequence[str], rows: Iterable[Sequence[Cell]], columns: Sequence[Column], screen: Screen
) -> Iterator[str]:
    """The same, of rows that may be many: they are laid out some at a time.

    Args:
        headers: one for each column.
        rows: the cells.
        columns: what the columns need for these rows.
        screen: what it has to fit on.
    """
    heads = [Cell(after=header if screen.headers else "") for header in headers]
    needed = [column.with_cell(head) for column, head in zip(columns, heads, strict=True)]
    limits, gap = _layout(needed, None if screen.piped else screen.width)
    layout = TableFormat(None, None, None, None, None, DataRow("", " " * gap, ""), 0, None)
    # Whatever the rows at hand need, this one makes each column as wide as the whole table has it.
    ruler = ["x" * limit for limit in limits]
    waiting = iter(rows)
    part = [*([heads] if screen.headers else []), *islice(waiting, TOGETHER)]
    while part:
        written = [[_counted(screen, cell, limit) for cell, limit in zip(row, limits, strict=True)] for row in part]
        laid_out = tabulate([ruler, *written], tablefmt=layout, disable_numparse=True, stralign="left")
        yield from (line.rstrip().replace(_SECOND_HALF, "") for line in laid_out.splitlines()[1:])
        part = list(islice(waiting, TOGETHER))


def width_of(headers: Sequence[str], rows: Sequence[Sequence[Cell]], shortest: int | None = None) -> int:
    """The columns a table needs at the tighter gap, with its names in full or as short as one of `SHORTEST` says."""
    return width_of_columns(headers, measured(rows, len(headers)), shortest)


def width_of_columns(headers: Sequence[str], columns: Sequence[Column], shortest: int | None = None) -> int:
    """The same, of columns of which is known what they need."""
    heads = (Cell(after=header) for header in headers)
    needed = [column.with_cell(head) for column, head in zip(columns, heads, strict=True)]
    place = None if shortest is None else SHORTEST.index(shortest)
    widths = [column.columns if place is None else column.fewest[place] for column in needed]
    return sum(widths) + GAPS[-1] * (len(headers) - 1)


def _layout(columns: Sequence[Column], available: int | None) -> tuple[list[int], int]:
    """The columns each column gets, and the gap between them; all that they need where nothing limits them."""
    widths = [column.columns for column in columns]
    if available is None:
        return widths, GAPS[0]
    gaps = len(columns) - 1
    gap = next((gap for gap in GAPS if sum(widths) + gap * gaps <= available), GAPS[-1])
    for place in range(len(SHORTEST)):
        floors = [column.fewest[place] for column in columns]
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
