"""The window as an SVG that asks for nothing from outside: no script, no font, no link."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from scripts.record_screen import palette
from scripts.record_screen.grid import Grid
from scripts.record_screen.motion import motion
from scripts.record_screen.screen import Screen
from scripts.record_screen.sgr import Run
from scripts.record_screen.timeline import acts

PROMPT = "$ "
_BAR = 34
_FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace'


def drawing(screens: Sequence[Screen], columns: int, title: str) -> str:
    """One window, as high as the longest screen needs; `title` is for screen readers."""
    grid = Grid(columns, max(screen.rows for screen in screens), top=_BAR)
    shown = [line for number, screen in enumerate(screens) for line in _screen(number, screen, grid)]
    return "\n".join([*_head(screens, grid, title), *_window(grid), *shown, "</svg>\n"])


def _head(screens: Sequence[Screen], grid: Grid, title: str) -> Iterator[str]:
    commands = [screen.command for screen in screens]
    size = f'viewBox="0 0 {grid.width} {grid.height}" width="{grid.width}" height="{grid.height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>'
    yield f"  <title>{escape(title)}</title>"
    yield "  <style>"
    yield f"    text {{ font: {grid.FONT_SIZE}px {_FONT}; fill: {palette.TEXT}; white-space: pre; }}"
    yield f"    .prompt {{ fill: {palette.PROMPT}; }} .cover {{ fill: {palette.BACKGROUND}; }}"
    yield f"    .cursor {{ fill: {palette.TEXT}; }}"
    yield palette.RULES
    yield motion(acts(commands), [len(command) for command in commands], grid.LETTER)
    yield "  </style>"


def _window(grid: Grid) -> Iterator[str]:
    width, height = grid.width - 1, grid.height - 1
    look = f'fill="{palette.BACKGROUND}" stroke="{palette.FRAME}"'
    yield f'  <rect x="0.5" y="0.5" width="{width}" height="{height}" rx="8" {look}/>'
    corners = f"M1 {_BAR}V8.5a7.5 7.5 0 0 1 7.5-7.5h{width - 16}a7.5 7.5 0 0 1 7.5 7.5V{_BAR}z"
    yield f'  <path d="{corners}" fill="{palette.BAR}"/>'
    for place, color in enumerate(palette.BUTTONS):
        yield f'  <circle cx="{20 + 20 * place}" cy="{_BAR / 2:g}" r="6" fill="{color}"/>'


def _screen(number: int, screen: Screen, grid: Grid) -> Iterator[str]:
    yield f'  <g id="command{number}" class="moving">'
    yield grid.line(0, (Run(screen.command),), prompt=PROMPT)
    yield "  </g>"
    yield grid.typing(0, len(PROMPT), f'id="typing{number}" class="moving"')
    yield f'  <g id="answer{number}" class="moving">'
    yield from (grid.line(row, runs) for row, runs in enumerate(screen.lines, start=1) if runs)
    yield grid.line(screen.rows - 1, (), prompt=PROMPT)
    yield grid.cursor(screen.rows - 1, len(PROMPT))
    yield "  </g>"
