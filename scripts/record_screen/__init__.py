"""The recording that opens the README: a session with the real program on a terminal, as an SVG that moves."""

from pathlib import Path

FILE = Path(__file__).parent.parent.parent / "docs" / "session.svg"
