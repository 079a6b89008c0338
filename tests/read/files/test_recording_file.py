"""Where a recording is written: files, links, devices and standard output, and which kinds it holds."""

import os
from pathlib import Path

import pytest

from kubectl_porttrace.errors import PorttraceError, UsageError
from kubectl_porttrace.read.files.recording import save
from tests.build import cluster
from tests.read.files.saved import back
from tests.read.files.test_recording import BROKEN


def test_a_file_that_exists_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text("before")
    back(cluster(BROKEN), tmp_path)
    assert path.read_text() != "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    save(cluster(), str(tmp_path / "link.json"))
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").is_file()


def test_standard_output_is_for_the_report() -> None:
    with pytest.raises(UsageError):
        save(cluster(), "-")


@pytest.mark.parametrize("path", ["missing/saved.json", "file/saved.json", "folder"])
def test_where_nothing_can_be_written(path: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(PorttraceError) as caught:
        save(cluster(), str(tmp_path / path))
    assert caught.value.exit_code == 1
    assert path in caught.value.message
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder"]


def test_a_device_stays_a_device() -> None:
    with pytest.raises(PorttraceError, match="not a file"):
        save(cluster(), "/dev/null")
    assert not Path("/dev/null").is_file()


def test_a_file_keeps_its_mode_and_a_new_one_has_that_of_new_files(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    save(cluster(), str(path))
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    for mode in (0o600, 0o640, 0o644):
        path.chmod(mode)
        save(cluster(BROKEN), str(path))
        assert path.stat().st_mode & 0o777 == mode


def test_a_file_that_may_not_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "saved.json"
    path.write_text("before")
    path.chmod(0o444)
    with pytest.raises(PorttraceError, match="read-only"):
        save(cluster(), str(path))
    assert (path.read_text(), list(tmp_path.iterdir())) == ("before", [path])


def test_links_in_a_circle_and_names_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, words in (("loop", "symbolic links"), ("a" * 300, "too long"), ("a\0b", "no file can have that name")):
        with pytest.raises(PorttraceError, match=words):
            save(cluster(), str(tmp_path / name))
