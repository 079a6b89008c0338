"""The commands, answered by the program as it is now."""

from scripts.record_screen.commands import COLUMNS, COMMANDS, arguments
from scripts.record_screen.drawing import drawing
from scripts.record_screen.screen import Screen
from scripts.record_screen.sgr import lines
from scripts.record_screen.terminal import answer

_TITLE = "A terminal session: kubectl porttrace says why Services do not answer"


def recording() -> str:
    """The SVG of the whole session."""
    screens = tuple(Screen(command, lines(answer(arguments(command), COLUMNS))) for command in COMMANDS)
    return drawing(screens, COLUMNS, _TITLE)
