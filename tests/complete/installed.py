"""The program as a shell finds it, and the shells."""

import os
import shutil
import sys
from pathlib import Path

import pytest

PROGRAM = "kubectl_complete-porttrace"
PROMPT = "ready> "
PATIENT = Path(__file__).with_name("patient")
"""On the path of Python it has the program wait for its answer, for two seconds are short on a busy machine."""


def path_with_program() -> str:
    """The PATH with the installed program in front. AssertionError where it is not installed."""
    folder = Path(sys.executable).parent
    if not (folder / PROGRAM).exists():
        raise AssertionError(
            f"{PROGRAM} is not installed beside {sys.executable}: run `make test`, or pip install -e ."
        )
    return os.pathsep.join([str(folder), os.environ.get("PATH", os.defpath)])


def environment(home: Path) -> dict[str, str]:
    """The environment of a shell that reads no settings of whoever runs the tests, and has no cluster."""
    return {
        "PATH": path_with_program(),
        "HOME": str(home),
        "KUBECONFIG": "/none",
        "TERM": "xterm",
        "PS1": PROMPT,
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(PATIENT),
    }


def found(shell: str) -> str:
    """The path of a shell; the test is skipped where it is not installed."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"needs {shell}, which is not installed: apt-get install {shell}")
    return path
