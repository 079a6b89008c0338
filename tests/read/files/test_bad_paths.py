"""Files and folders that are not there, may not be read or hold no manifests."""

import io
import os
from pathlib import Path

import pytest

from kubectl_porttrace.errors import UnreadableError, UsageError
from kubectl_porttrace.read.files.manifests import read_files
from tests.read.files.refusals import SERVICE


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file") as caught:
        read_files([str(tmp_path / "web.yaml")], recursive=False)
    assert caught.value.hint


def test_a_url_is_no_file() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_files(["https://example.com/web.yaml"], recursive=False)
    assert caught.value.hint.startswith("curl")


def test_a_link_to_nowhere_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").symlink_to(tmp_path / "gone.yaml")
    with pytest.raises(UnreadableError, match=r"web\.yaml: no such file"):
        read_files([str(tmp_path)], recursive=False)


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(UnreadableError, match="permission denied"):
        read_files([str(tmp_path)], recursive=False)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"no \*\.yaml"):
        read_files([str(tmp_path)], recursive=False)


def test_a_folder_with_folders_alone_hints_at_them(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "web.yaml").write_text(SERVICE + "  - port: 80")
    with pytest.raises(UnreadableError) as caught:
        read_files([str(tmp_path)], recursive=False)
    assert "-R" in caught.value.hint


def test_a_folder_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text("replicas: 3")
    with pytest.raises(UnreadableError, match="no Kubernetes object in any file"):
        read_files([str(tmp_path)], recursive=False)


def test_standard_input_twice() -> None:
    with pytest.raises(UsageError):
        read_files(["-", "-"], recursive=False, stdin=io.BytesIO())


def test_standard_input_has_a_name() -> None:
    with pytest.raises(UnreadableError, match=r"^standard input: "):
        read_files(["-"], recursive=False, stdin=io.BytesIO(b"- 1"))
