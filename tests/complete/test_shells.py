"""The scripts for those who call `kubectl-porttrace` without kubectl."""

import pytest

from kubectl_porttrace.complete.shells import SHELLS, script_wanted


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script_that_says_how_to_use_it(shell: str) -> None:
    script = script_wanted(("--shell", shell))
    assert script is not None
    assert f"kubectl_complete-porttrace --shell {shell}" in script


@pytest.mark.parametrize(
    "words", [("--shell", "tcsh"), ("--shell", "ba"), ("--shell",), ("bash",), ("--shell", "bash", ""), ("-n", "bash")]
)
def test_anything_else_is_to_be_completed(words: tuple[str, ...]) -> None:
    assert script_wanted(words) is None
