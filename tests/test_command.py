"""What `kubectl_porttrace.command` relies on in typer, and what happens in a typer that no longer has it."""

import subprocess
import sys

import pytest

LATER = """
import sys
from typer import core

def get_runtime_param(self):
    return core.build_runtime_param(self.type_descriptor)

core._TyperParameter.get_runtime_param = get_runtime_param
from kubectl_porttrace.cli import run_command
code = run_command(sys.argv[1:])
assert "pydantic" in sys.modules, "this typer was to convert values"
sys.exit(code)
"""
NOW = """
import sys
from kubectl_porttrace.cli import run_command
code = run_command(sys.argv[1:])
assert "pydantic" not in sys.modules, "typer converts values after all"
sys.exit(code)
"""


def run(program: str, arguments: tuple[str, ...]) -> tuple[int, str, str]:
    ended = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--version",), id="a-flag"),
        pytest.param(("--demo", "-n", "shop", "-l", "app=web", "-o", "json"), id="texts"),
        pytest.param(("--demo", "--ignore", "PTP03", "--ignore", "PTB01"), id="lists"),
        pytest.param(("--demo", "-n", "shop", "search", "svc/cart"), id="targets"),
        pytest.param(("--demo", "--fail-on", "nothing"), id="a-wrong-value"),
    ],
)
def test_a_typer_that_converts_values_all_the_same_changes_nothing(arguments: tuple[str, ...]) -> None:
    assert run(LATER, arguments) == run(NOW, arguments)
