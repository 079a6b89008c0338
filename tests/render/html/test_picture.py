import struct
from pathlib import Path

from scripts.picture_page import DOCS, SCHEMES, SIZE, picture
from tests.render.html.browser import Browsing

README = DOCS.parent / "README.md"


def size_of(file: Path) -> tuple[int, int]:
    """The width and the height of a PNG."""
    start = file.read_bytes()[:24]
    assert start[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", start[16:])
    return width, height


def test_the_readme_shows_a_picture_of_each_scheme(browsing: Browsing, tmp_path: Path) -> None:
    taken = []
    for scheme in SCHEMES:
        assert f'"docs/page-{scheme}.png"' in README.read_text(encoding="utf-8")
        assert size_of(DOCS / f"page-{scheme}.png") == SIZE
        picture(browsing, scheme, tmp_path / f"{scheme}.png")
        assert size_of(tmp_path / f"{scheme}.png") == SIZE
        taken.append((tmp_path / f"{scheme}.png").read_bytes())
    assert taken[0] != taken[1]
