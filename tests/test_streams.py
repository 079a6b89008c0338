"""Whatever the standard streams are, the output is whole or the run says that it is not."""

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kubectl_porttrace.streams import draws_progress

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows closes and blocks streams in other ways")

DEMO = (sys.executable, "-m", "kubectl_porttrace", "--demo", "-o", "json")
UNBUFFERED = [pytest.param({}, id="buffered"), pytest.param({"PYTHONUNBUFFERED": "1"}, id="unbuffered")]


def shell(redirection: str, *args: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the program with streams as a shell opens them."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "kubectl_porttrace", *args],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **(env or {})},
    )


@pytest.mark.parametrize("env", UNBUFFERED)
@pytest.mark.parametrize("args", [("--demo",), ("--demo", "-o", "json"), ("--list-checks",), ("--help",)], ids=str)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_a_failure(env: dict[str, str], args: tuple[str, ...]) -> None:
    result = shell(">/dev/full", *args, env=env)
    assert (result.returncode, result.stderr.splitlines()[0]) == (
        1,
        "error: the output could not be written: no space left on device",
    )
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("env", UNBUFFERED)
def test_a_pipe_that_does_not_block_gets_all_of_it(env: dict[str, str]) -> None:
    whole = subprocess.run(DEMO, capture_output=True, check=False, timeout=60).stdout
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETFL, os.O_NONBLOCK)
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    assert len(whole) > 3 * 4096
    process = subprocess.Popen(DEMO, stdout=writing, env={**os.environ, **env})
    os.close(writing)
    parts = []
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        time.sleep(0.5)
        while part := pipe.read(1000):
            parts.append(part)
    assert process.wait(timeout=60) == 3
    assert json.loads(b"".join(parts))["services"] == json.loads(whole)["services"]


def test_a_closed_output_is_a_failure() -> None:
    result = shell(">&-", "--demo")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("error: the output could not be written: standard output is closed\n")


def test_a_closed_input_matters_to_those_who_read_it() -> None:
    assert shell("<&-", "--demo").returncode == 3
    result = shell("<&-", "-f", "-")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("error: standard input is closed\n")


def test_closed_errors_leave_the_exit_code() -> None:
    result = shell("2>&-", "--demo")
    assert result.returncode == 3
    assert "Service" in result.stdout or "PORT" in result.stdout
    assert shell("2>&-", "-f", "/none").returncode == 1
    assert shell("2>/dev/full", "-f", "/none").returncode == 1
    assert shell("2>&-", "--nonsense").returncode == 2
    assert shell("<&- >&- 2>&-", "--demo").returncode == 1


def test_whoever_stops_reading_is_no_failure() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.Popen(DEMO, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (141, "")


@pytest.mark.parametrize(("term", "drawn"), [("xterm", True), ("dumb", False)])
def test_no_line_is_drawn_again_where_the_terminal_cannot(
    term: str,
    drawn: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", term)
    assert draws_progress() == drawn
