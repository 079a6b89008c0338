"""Files and folders that cannot be entered, named or followed."""

import json
import os
import sys
from pathlib import Path

import pytest

from kubectl_porttrace.cli import run_command
from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.read.files.manifests import read_files

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps people out of folders in other ways")

SERVICE = """apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a Service, and in it a folder that nobody can read, even where the tests run as root."""
    (tmp_path / "web.yaml").write_text(SERVICE)
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "pods.yaml").write_text(SERVICE)

    def scandir(path: "str | os.PathLike[str]") -> "os._ScandirIterator[str]":
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    return tmp_path


def test_a_folder_that_cannot_be_read_is_said_and_nothing_is_held_for_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["-f", str(folder), "-R", "-o", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    said = {each["resource"]: each for each in report["notChecked"] if "closed" in each["message"]}
    assert said.keys() >= {"services", "pods", "endpointslices", "deployments", "nodes"}
    assert said["pods"]["reason"] == "error"
    assert said["pods"]["message"] == f"{folder}/closed: permission denied"
    assert report["services"][0]["verdict"] == "unknown"
    assert report["summary"]["errors"] == 0


def test_on_the_screen_that_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["-f", str(folder), "-R"]) == 0
    assert " ".join(capsys.readouterr().out.split()).count("closed: permission denied") == 1


def test_without_r_nobody_looks_there(folder: Path) -> None:
    snapshot = read_files([str(folder)], recursive=False)
    assert not [each for each in snapshot.unread if "closed" in each.message]


def test_where_no_folder_can_be_read_that_is_a_failure(folder: Path) -> None:
    (folder / "web.yaml").unlink()
    with pytest.raises(UnreadableError, match="closed: permission denied"):
        read_files([str(folder)], recursive=True)
    with pytest.raises(UnreadableError, match="closed: permission denied"):
        read_files([str(folder / "closed")], recursive=False)


@pytest.mark.parametrize("output", ["json", "yaml", "table", "wide", "name"])
def test_a_name_that_is_no_text_is_shown_all_the_same(
    tmp_path: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / os.fsdecode(b"w\xe9b.yaml")
    path.write_text(SERVICE)
    for named in (path, tmp_path):
        assert run_command(["-f", str(named), "-o", output, "--save", str(tmp_path / os.fsdecode(b"\xff.out"))]) in {
            0,
            3,
        }
    path.write_text("{{")
    assert run_command(["-f", str(path), "-o", output]) == 1
    assert "w\ufffdb.yaml" in capsys.readouterr().err


def test_names_that_no_file_has(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    for name, words in (("a" * 300, "too long"), (str(loop), "symbolic links"), ("a\0b", "cannot be read")):
        with pytest.raises(UnreadableError, match=words):
            read_files([name], recursive=False)
