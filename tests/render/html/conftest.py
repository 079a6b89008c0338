"""The one browser of a run."""

from collections.abc import Iterator

import pytest

from tests.render.html.browser import Browsing, found_chromium
from tests.render.html.npm_scripts import AXE, MERMAID, NotFetchedError, text_of


@pytest.fixture(scope="package")
def browsing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browsing]:
    """The browser; without a Chromium on the PATH these tests skip."""
    program = found_chromium()
    if program is None:
        pytest.skip("no Chromium on the PATH: the page is tried in it (apt-get install chromium)")
    browsing = Browsing(program, tmp_path_factory.mktemp("pages"))
    yield browsing
    browsing.close()


@pytest.fixture(scope="package")
def axe() -> str:
    """The script of axe-core."""
    try:
        return text_of(AXE)
    except NotFetchedError as error:
        pytest.skip(f"the page cannot be judged for accessibility: {error}")


@pytest.fixture(scope="package")
def mermaid() -> str:
    """The script of mermaid."""
    try:
        return text_of(MERMAID)
    except NotFetchedError as error:
        pytest.skip(f"mermaid cannot read what is drawn: {error}")
