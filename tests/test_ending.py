"""How the program ends, with a Python that has `atexit._run_exitfuncs` and with one that has not."""

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys
from kubectl_porttrace.ending import run_and_end
{later}
atexit.register(print, "registered")
def main():
    sys.stdout.write("written ")
    {does}
run_and_end(main)
"""
WITHOUT = "del atexit._run_exitfuncs"


@pytest.mark.parametrize("later", [pytest.param("", id="has-it"), pytest.param(WITHOUT, id="has-it-no-more")])
@pytest.mark.parametrize(
    ("does", "code", "told"),
    [
        pytest.param("return 3", 3, "", id="returns"),
        pytest.param("raise SystemExit(143)", 143, "", id="exits"),
        pytest.param("raise SystemExit('no number')", 1, "", id="exits-with-words"),
        pytest.param("raise ValueError('a bug')", 1, "failed: ValueError", id="crashes"),
    ],
)
def test_the_exit_code_what_was_written_and_what_was_registered(later: str, does: str, code: int, told: str) -> None:
    program = PROGRAM.format(later=later, does=does)
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (code, "written registered\n")
    assert told in ended.stderr
    assert bool(ended.stderr) == bool(told)
    assert "a bug" not in ended.stderr
