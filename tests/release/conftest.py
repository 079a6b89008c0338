"""The archive of this checkout: built once for what it is made from, then kept below build/."""

from pathlib import Path

import pytest

from release.dist import built
from release.layout import BUILD, ReleaseError
from release.unpack import unpacked
from tests.cluster.cache import locked


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the archive, so that `-m "not dist"` leaves it out."""
    for item in items:
        if "archive" in getattr(item, "fixturenames", ()):
            item.add_marker("dist")


@pytest.fixture(scope="session")
def archive() -> Path:
    """The archive, whose checksum and list of parts are beside it."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with locked(BUILD / "tests.lock"):
        try:
            made = built()
        except ReleaseError as error:
            pytest.fail(f"the archive cannot be built here: {error}", pytrace=False)
        unpacked(made)
        return made


@pytest.fixture(scope="session")
def archived(archive: Path) -> Path:
    """The program out of the archive."""
    return unpacked(archive)
