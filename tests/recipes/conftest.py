from pathlib import Path

import pytest

from tests.recipes.pages import WEB
from tests.recipes.shell import with_this_one


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs."""
    return with_this_one(tmp_path / "bin")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with manifests."""
    folder = tmp_path / "repository"
    (folder / "manifests").mkdir(parents=True)
    (folder / "manifests" / "web.yaml").write_text(WEB)
    return folder
