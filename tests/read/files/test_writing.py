from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE

import pytest

from kubectl_porttrace.read.files.writing import write_whole


@pytest.fixture
def full() -> Iterator[None]:
    """No file can have more than 10 bytes: as on a full disk, writing fails in the middle."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.usefixtures("full")
def test_what_cannot_be_written_whole_leaves_all_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "config"
    target.write_bytes(b"before")
    with pytest.raises(OSError, match="too large"):
        write_whole(target, b"a" * 100)
    assert [each.name for each in tmp_path.iterdir()] == ["config"]
    assert target.read_bytes() == b"before"


def test_nobody_else_may_read_it_before_it_has_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "config"
    target.touch(mode=0o640)
    seen: list[int] = []
    chmod = Path.chmod

    def recorded(path: Path, mode: int) -> None:
        seen.append(S_IMODE(path.stat().st_mode))
        chmod(path, mode)

    monkeypatch.setattr(Path, "chmod", recorded)
    write_whole(target, b"a")
    assert seen == [0o600]
    assert S_IMODE(target.stat().st_mode) == 0o640
