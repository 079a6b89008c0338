"""`kubectl_complete-porttrace` as a process: it says nothing but its answer, and it ends."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Far longer than the program gives itself; what it waits for here lasts as long as the test.
PATIENCE = 120
NOTHING = (0, ":4\n", "")
AS_MODULE = """
import faulthandler, runpy
# On a busy machine that may come before the answer that there is none.
faulthandler.dump_traceback_later = lambda *_, **__: None
runpy.run_module("kubectl_porttrace.complete", run_name="__main__")
"""
PATIENT = """
from kubectl_porttrace.complete import __main__
__main__.LIMIT = __main__.LAST_LIMIT = 100.0
"""
"""Waits for the answer, however long a busy machine takes."""


def run(*words: str, program: tuple[str, ...] = ("-c", AS_MODULE), **environ: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr."""
    kept = {**os.environ, "KUBECONFIG": "/none", "HOME": "/none", **environ}
    result = subprocess.run(
        [sys.executable, *program, *words],
        input="typed ahead",
        capture_output=True,
        text=True,
        env=kept,
        timeout=PATIENCE,
        check=False,
    )
    return result.returncode, result.stdout, result.stderr


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A server that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def endless_plugin(tmp_path: Path) -> Iterator[str]:
    """A kubeconfig with a credential plugin that writes to stderr and ends with the test only."""
    running = tmp_path / "running"
    running.touch()
    content = {
        "current-context": "it",
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        "clusters": [{"name": "it", "cluster": {"server": "https://127.0.0.1:1"}}],
        "users": [
            {
                "name": "it",
                "user": {
                    "exec": {
                        "apiVersion": "client.authentication.k8s.io/v1",
                        "command": "sh",
                        "interactiveMode": "IfAvailable",
                        "args": ["-c", f"echo log in please >&2; while test -e {running}; do sleep 0.2; done"],
                    }
                },
            }
        ],
    }
    path = tmp_path / "config"
    path.write_text(json.dumps(content))
    yield str(path)
    running.unlink()


def test_an_answer() -> None:
    answered = run("--demo", "war", program=("-c", f"{PATIENT}__main__.main()"))
    assert answered == (0, "warehouse\tClusterIP 1433/TCP\n:36\n", "")


def test_no_word_at_all_is_an_empty_one() -> None:
    assert run() == run("")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("",), id="no-cluster"),
        pytest.param(("--kubeconfig", "/none", "--context", ""), id="no-kubeconfig"),
        pytest.param(("-f", "/none", ""), id="no-file"),
        pytest.param(("--as-group", "x", ""), id="flags-that-cannot-be"),
        pytest.param(("--server", "http://127.0.0.1:1", "w"), id="nobody-listens"),
        pytest.param(("--server", "http://[", "w"), id="no-url"),
    ],
)
def test_a_failure_is_no_candidates(words: tuple[str, ...]) -> None:
    assert run(*words) == NOTHING


def test_a_server_that_never_answers_is_not_waited_for(silent_server: str) -> None:
    assert run("--server", silent_server, "") == NOTHING


def test_a_credential_plugin_that_never_ends_is_not_waited_for(endless_plugin: str) -> None:
    assert run("", KUBECONFIG=endless_plugin) == NOTHING


def test_a_library_that_lets_no_other_thread_run_is_not_waited_for() -> None:
    hogging = """
import re
from kubectl_porttrace.complete import __main__
__main__._looked_for = lambda words: str(re.match("(a+)+$", "a" * 64 + "b"))
__main__.main()
"""
    code, out, err = run(program=("-c", hogging))
    # kubectl takes no candidates from a program that failed.
    assert (code != 0, out, err) == (True, "", "")


def test_what_others_read_and_write_is_not_the_shell_s() -> None:
    noisy = """
import os, sys
def looked_for(words):
    print("a warning")
    print("a warning", file=sys.stderr)
    os.system("echo a warning; echo a warning >&2")
    return repr(sys.stdin.read()) + "\\n"
__main__._looked_for = looked_for
__main__.main()
"""
    assert run(program=("-c", PATIENT + noisy)) == (0, "''\n", "")


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        pytest.param(("-o", ""), set(), id="formats"),
        pytest.param(("--tok",), set(), id="flags"),
        pytest.param(("--context", ""), {"yaml._yaml"}, id="contexts"),
        pytest.param(("--explain", "PT"), {"kubectl_porttrace.checks.catalogue"}, id="codes"),
        pytest.param(("--demo", "w"), {"kubectl_porttrace.read.demo"}, id="demo"),
    ],
)
def test_only_what_the_case_needs_is_loaded(words: tuple[str, ...], loaded: set[str]) -> None:
    slow = {"yaml", "yaml._yaml", "urllib3", "kubernetes", "pydantic", "kubectl_porttrace.checks.catalogue"}
    script = f"""
import sys
from kubectl_porttrace.complete.offers import answer
answer(sys.argv[1:], {{"KUBECONFIG": "/none", "HOME": "/none"}})
print(*{slow | {"kubectl_porttrace.read.demo"}} & set(sys.modules))
"""
    code, out, err = run(*words, program=("-c", script))
    assert (code, set(out.split()), err) == (0, loaded, "")
