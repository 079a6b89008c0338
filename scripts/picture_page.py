"""Take the pictures of the page in the README anew, of the demo, light and dark: `python -m scripts.picture_page`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from tests.render.html.browser import Browsing, found_chromium

DOCS = Path(__file__).parent.parent / "docs"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZE = (1100, 1000)
"""Pixels: the overview with a filter, and the first chain with what was found on it."""


def picture(browsing: Browsing, scheme: Literal["light", "dark"], file: Path) -> None:
    """Write the top of the demo's page as a browser shows it in one colour scheme."""
    page_of_demo = render(diagnose(read_demo()), "html", Screen(width=120))
    width, height = SIZE
    with browsing.page(page_of_demo, viewport={"width": width, "height": height}, color_scheme=scheme) as page:
        page.get_by_role("checkbox", name="partial").check()
        page.screenshot(path=file)


def main() -> int:
    """Write one for each scheme; 1 without a Chromium."""
    program = found_chromium()
    if program is None:
        sys.stderr.write("error: no Chromium on the PATH\n")
        return 1
    with TemporaryDirectory() as folder:
        browsing = Browsing(program, Path(folder))
        for scheme in SCHEMES:
            picture(browsing, scheme, DOCS / f"page-{scheme}.png")
        browsing.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
