"""`--open`: a page that only its owner can read, and one sentence wherever it cannot be shown."""

import os
import re
import stat
import sys
import tempfile
import webbrowser
from pathlib import Path

import pytest

from kubectl_porttrace.cli import run_command

SHOWN = re.compile(r"opened (.+\.html)\n")
NOT_SHOWN = re.compile(r"no browser was found; open (.+\.html) in one\n")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The URLs that a browser is asked to open; temporary files are the test's."""
    urls: list[str] = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(webbrowser, "open", lambda url: not urls.append(url))  # type: ignore[func-returns-value]
    return urls


@pytest.mark.parametrize("flags", [("--open",), ("--open", "-o", "html")], ids=["alone", "with-its-format"])
def test_the_page_is_opened_and_the_path_is_said(
    flags: tuple[str, ...], asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["--demo", "web", "-n", "shop", *flags]) == 0
    out, err = capsys.readouterr()
    said = SHOWN.fullmatch(err)
    assert out == ""
    assert said
    assert asked == [Path(said[1]).as_uri()]
    text = Path(said[1]).read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "shop/web" in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_can_read_it(asked: list[str], tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        run_command(["--demo", "--open", "--quiet"])
    finally:
        os.umask(before)
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert asked == [path.as_uri()]


def test_the_exit_code_is_that_of_the_report(asked: list[str]) -> None:
    assert run_command(["--demo", "--open"]) == 3
    assert len(asked) == 1


def test_quiet_says_nothing_where_it_was_opened(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["--demo", "--open", "--quiet"])
    assert capsys.readouterr() == ("", "")
    assert len(asked) == 1


@pytest.mark.parametrize("failure", [False, webbrowser.Error("none"), FileNotFoundError("none")], ids=repr)
@pytest.mark.usefixtures("asked")
def test_without_a_browser_the_path_is_said(
    failure: bool | Exception,  # noqa: FBT001 - what webbrowser gives
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def no_browser(_url: str) -> bool:
        if isinstance(failure, Exception):
            raise failure
        return failure

    monkeypatch.setattr(webbrowser, "open", no_browser)
    assert run_command(["--demo", "web", "-n", "shop", "--open", "--quiet"]) == 0
    said = NOT_SHOWN.fullmatch(capsys.readouterr().err)
    assert said
    assert Path(said[1]).exists()


@pytest.mark.parametrize("output", ["json", "table", "wide"])
def test_another_format_cannot_be_opened(output: str, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--demo", "--open", "-o", output]) == 2
    message = f"error: --open shows html, so it cannot be used with -o {output}\nhint: use only one of them\n"
    assert capsys.readouterr() == ("", message)
    assert asked == []


def test_a_file_that_cannot_be_written_is_one_sentence(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert run_command(["--demo", "--open"]) == 1
    assert capsys.readouterr().err == (
        "error: the page could not be written to a temporary file: no such file or directory\n"
        "hint: -o html writes it to standard output\n"
    )
    assert asked == []


def test_what_is_not_found_is_no_page(asked: list[str], tmp_path: Path) -> None:
    assert run_command(["--demo", "nowhere", "--open"]) == 1
    assert asked == []
    assert list(tmp_path.iterdir()) == []
