"""Horizontal bars in SVG: groups of rows below one another, each group on a scale of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH = 800
LABELS = 250
BAR_SPACE = 370
_ROW = 26
_BAR = 16
_TITLE = 30
_GAP = 18
_MARGIN = 20
_THINNEST = 2.0

_SVG = 'xmlns="http://www.w3.org/2000/svg" role="img"'
_STYLE = """\
  <style>
    text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
    .title { font-weight: 600; } .note { fill: #59636e; }
    .card { fill: #ffffff; stroke: #d1d9e0; } .bar { fill: #8c959f; } .ours { fill: #0969da; }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc; } .note { fill: #9198a1; }
      .card { fill: #0d1117; stroke: #3d444d; } .bar { fill: #656c76; } .ours { fill: #4493f8; }
    }
  </style>"""


@dataclass(frozen=True)
class Bar:
    """One row: its length is `value`, `text` is written behind it."""

    label: str
    value: float
    text: str
    ours: bool = False


@dataclass(frozen=True)
class Bars:
    """Rows on one scale; the longest fills the space."""

    title: str
    note: str
    rows: tuple[Bar, ...]


def drawing(groups: Sequence[Bars], title: str) -> str:
    """An SVG of all groups, readable on light and on dark pages; `title` is for screen readers."""
    body: list[str] = []
    top = _MARGIN
    for group in groups:
        body += _group(group, top)
        top += _height(group)
    height = top - _GAP + _MARGIN
    return "\n".join(
        [
            f'<svg {_SVG} viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">',
            f"  <title>{escape(title)}</title>",
            _STYLE,
            f'  <rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>',
            *body,
            "</svg>\n",
        ]
    )


def length(value: float, longest: float) -> float:
    """How long the bar of a value is; never so short that it cannot be seen."""
    return max(_THINNEST, round(value / longest * BAR_SPACE, 1))


def _height(group: Bars) -> int:
    return _TITLE + _ROW * len(group.rows) + _GAP


def _group(group: Bars, top: int) -> Iterator[str]:
    note = f'<tspan class="note" dx="8" font-weight="400">{escape(group.note)}</tspan>'
    yield f'  <text class="title" x="{_MARGIN}" y="{top + 14}">{escape(group.title)}{note}</text>'
    longest = max(row.value for row in group.rows)
    for index, row in enumerate(group.rows):
        yield from _row(row, top + _TITLE + index * _ROW, longest)


def _row(row: Bar, top: int, longest: float) -> Iterator[str]:
    long = length(row.value, longest)
    line = top + _BAR - 3
    kind = "bar ours" if row.ours else "bar"
    yield f'  <text x="{LABELS - 10}" y="{line}" text-anchor="end">{escape(row.label)}</text>'
    yield f'  <rect class="{kind}" x="{LABELS}" y="{top}" width="{long}" height="{_BAR}" rx="2"/>'
    yield f'  <text x="{LABELS + long + 8:.1f}" y="{line}">{escape(row.text)}</text>'
