"""A failure that nobody foresaw: one sentence, and no secret whatever is printed."""

import os
import subprocess
import sys

import pytest

from kubectl_porttrace.cli import run_command
from kubectl_porttrace.crash import told
from kubectl_porttrace.selector import parse_selector

SECRET = "s3cr3t\nt0ken"  # noqa: S105
CRASH = """
import sys
from kubectl_porttrace import __main__, cli
def crash(arguments):
    token = "s3cr3t\\nt0ken"
    try:
        raise ValueError(f"Invalid header value {token!r}")
    except ValueError as error:
        raise {kind} from error
cli.run_command = crash
__main__.run()
"""


def crashed(kind: str, **env: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", CRASH.replace("{kind}", kind)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **env})


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        pytest.param("TypeError(token)", "failed: TypeError", id="a-mistake"),
        pytest.param("OSError(24, token)", "too many open files", id="of-the-system"),
        pytest.param("OSError(token)", "failed: OSError", id="of-no-number"),
        pytest.param("MemoryError(token)", "not enough memory", id="memory"),
        pytest.param("RecursionError(token)", "failed: RecursionError", id="recursion"),
    ],
)
def test_it_is_told_in_one_sentence_without_what_the_exception_says(kind: str, words: str) -> None:
    result = crashed(kind)
    lines = result.stderr.splitlines()
    assert (result.returncode, result.stdout) == (1, "")
    assert [line.partition(":")[0] for line in lines] in (["error"], ["error", "hint"])
    assert words in lines[0]
    assert "s3cr3t" not in result.stderr


def test_where_it_was_is_told_on_request_and_again_no_message() -> None:
    result = crashed("TypeError(token)", PORTTRACE_DEBUG="1")
    assert result.returncode == 1
    assert "builtins.ValueError (its message may hold a secret)" in result.stderr
    assert "builtins.TypeError" in result.stderr
    assert "__main__.py" in result.stderr
    assert "s3cr3t" not in result.stderr
    assert "t0ken" not in result.stderr


def test_the_sentence_says_where() -> None:
    with pytest.raises((AttributeError, TypeError)) as raised:
        parse_selector(5)  # type: ignore[arg-type]
    assert "in kubectl_porttrace/selector.py, line " in told(raised.value)
    assert "outside of its own code" in told(ValueError(SECRET))


@pytest.mark.parametrize("flag", ["--token", "--server", "--as", "--proxy-url", "--tls-server-name", "--client-key"])
@pytest.mark.parametrize(
    "value", ["s3cr3t\nx", "s3cr3t\x1b[31m", "https://a:s3cr3t@[::", "http://a:s3cr3t@127.0.0.1:1"]
)
def test_no_flag_leads_to_a_traceback(
    flag: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KUBECONFIG", "/none")
    assert run_command(["web", "--server", "https://127.0.0.1:1", flag, value]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.partition(":")[0] for line in err.splitlines()] in (["error", "hint"], ["error"])
    if flag in {"--token", "--server", "--proxy-url"} and (flag == "--token" or "@" in value):
        assert "s3cr3t" not in err
