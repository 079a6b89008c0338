"""An archive depends on names and contents alone."""

import gzip
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from release.archive import pack
from release.layout import MOMENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "lib" / "deep").mkdir(parents=True)
    (folder / "lib" / "deep" / "module").write_text("module")
    (folder / "program").write_text("program")
    (folder / "program").chmod(0o700)
    (folder / "also").symlink_to("program")
    (folder / "current").symlink_to("lib/deep", target_is_directory=True)
    return folder


NAMES = ["top/also", "top/current/module", "top/lib/deep/module", "top/program"]


def test_a_tar_has_files_only_in_order_with_links_followed(folder: Path, tmp_path: Path) -> None:
    pack(folder, "top", tmp_path / "a.tar.gz")
    with tarfile.open(tmp_path / "a.tar.gz") as archive:
        members = archive.getmembers()
        assert [member.name for member in members] == NAMES
        assert {(member.isreg(), member.uid, member.gid, member.uname, member.mtime) for member in members} == {
            (True, 0, 0, "", MOMENT)
        }
        assert [oct(member.mode) for member in members] == ["0o755", "0o644", "0o644", "0o755"]
        assert archive.extractfile("top/current/module").read() == b"module"  # type: ignore[union-attr]


def test_a_zip_has_the_same(folder: Path, tmp_path: Path) -> None:
    pack(folder, "top", tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        members = archive.infolist()
        assert [member.filename for member in members] == NAMES
        assert {member.date_time for member in members} == {(2020, 2, 2, 0, 0, 0)}
        assert [oct(member.external_attr >> 16) for member in members][::3] == ["0o100755", "0o100755"]
        assert archive.read("top/also") == b"program"


@pytest.mark.parametrize("name", ["a.tar.gz", "a.zip"])
def test_neither_time_nor_place_nor_mask_is_in_it(folder: Path, tmp_path: Path, name: str) -> None:
    pack(folder, "top", tmp_path / name)
    for path in folder.rglob("*"):
        os.utime(path, (0, 1))
    (folder / "lib" / "deep" / "module").chmod(0o600)
    moved = folder.rename(tmp_path / "elsewhere")
    (tmp_path / "other").mkdir()
    pack(moved, "top", tmp_path / "other" / name)
    assert (tmp_path / "other" / name).read_bytes() == (tmp_path / name).read_bytes()


def test_the_header_names_no_file_and_no_time(folder: Path, tmp_path: Path) -> None:
    pack(folder, "top", tmp_path / "a.tar.gz")
    flags, *time = (tmp_path / "a.tar.gz").read_bytes()[3:8]
    assert (flags, time) == (0, [0, 0, 0, 0])
    with gzip.open(tmp_path / "a.tar.gz") as unpacked:
        assert len(unpacked.read()) % tarfile.RECORDSIZE == 0
