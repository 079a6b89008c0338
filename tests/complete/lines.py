"""Lines that bash and zsh complete alike, and what they make of them."""

from pathlib import Path

import pytest

from tests.complete.terminal import Terminal

ONLY_ONE_WAY = [
    pytest.param("--demo war", "--demo warehouse ", id="service"),
    pytest.param("--demo web:ht", "--demo web:http ", id="port-behind-a-colon"),
    pytest.param("--demo svc/web:90", "--demo svc/web:9090 ", id="number-behind-a-colon"),
    pytest.param("--output=js", "--output=json ", id="value-behind-equals"),
    pytest.param("-ojs", "-ojson ", id="value-in-the-flag's-word"),
    pytest.param("--demo --namespace=sh", "--demo --namespace=shop ", id="namespace"),
]
"""What is typed behind the program, and the same after TAB."""


def assert_files_are_completed(terminal: Terminal, folder: Path) -> None:
    """Press TAB where a file is wanted, behind a blank and behind `=`."""
    (folder / "manifest.yaml").touch()
    terminal.press(f"kubectl-porttrace -f {folder}/man\t", f"{folder}/manifest.yaml ")
    terminal.press(f"\x15kubectl-porttrace --kubeconfig={folder}/man\t", f"--kubeconfig={folder}/manifest.yaml ")
