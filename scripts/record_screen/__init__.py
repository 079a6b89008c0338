"""The recording that opens the README: a session with the real program on a terminal, as an SVG that moves.

It is drawn here, because `rich` exports a single screen that stands still, and its font comes from the network; the
README's image may load nothing. `pyte` keeps the screen of programs that move the cursor, and ours only prints lines
with colours, which `sgr` reads in a few. Typing, waiting and going on to the next command, most of what is here,
neither of them has.
"""

from pathlib import Path

FILE = Path(__file__).parent.parent.parent / "docs" / "session.svg"
