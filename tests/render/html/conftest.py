"""The one browser of a run."""

from collections.abc import Iterator

import pytest

from tests.render.html.axe import NotFetchedError, axe_script
from tests.render.html.browser import Browsing, found_chromium


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
        return axe_script()
    except NotFetchedError as error:
        pytest.skip(f"the page cannot be judged for accessibility: {error}")
