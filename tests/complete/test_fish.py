"""TAB in fish, in front of `kubectl-porttrace`."""

import subprocess
from pathlib import Path

import pytest

from tests.complete.installed import environment, found

LOADED = "kubectl_complete-porttrace --shell fish | source; "


def fish(home: Path, script: str, *arguments: str) -> str:
    """What a script prints once the completion is loaded."""
    command = [found("fish"), "--no-config", "-c", LOADED + script, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, env=environment(home), cwd=home, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def completed(home: Path, line: str) -> list[str]:
    """What fish offers for a line."""
    return fish(home, "complete -C $argv[1]", f"kubectl-porttrace {line}").splitlines()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        pytest.param("--demo war", ["warehouse\tClusterIP 1433/TCP"], id="service"),
        pytest.param("--demo web:ht", ["web:http\t80/TCP"], id="port-behind-a-colon"),
        pytest.param(
            "--demo svc/web:",
            ["svc/web:http\t80/TCP", "svc/web:80\thttp", "svc/web:metrics\t9090/TCP", "svc/web:9090\tmetrics"],
            id="in-order",
        ),
        pytest.param("--output=js", ["--output=json"], id="value-behind-equals"),
        pytest.param("-ojs", ["-ojson"], id="value-in-the-flag's-word"),
        pytest.param("--fail-on ", ["error", "warning", "note", "never"], id="nothing-typed"),
        pytest.param("--na", ["--namespace\tNamespace; by default that of the context."], id="flag"),
        pytest.param("pod/x", [], id="nothing-to-offer"),
    ],
)
def test_what_is_offered(tmp_path: Path, line: str, offered: list[str]) -> None:
    (tmp_path / "pod").mkdir()
    (tmp_path / "pod" / "xyz").touch()
    assert completed(tmp_path, line) == offered


def test_files_are_completed_by_fish(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").touch()
    assert completed(tmp_path, f"-f {tmp_path}/man") == [f"{tmp_path}/manifest.yaml"]
    assert completed(tmp_path, f"--kubeconfig={tmp_path}/man") == [f"--kubeconfig={tmp_path}/manifest.yaml"]


def test_the_words_that_are_asked_for(tmp_path: Path) -> None:
    stub = "function kubectl_complete-porttrace; printf '<%s>' $argv > asked; echo :4; end; complete -C $argv[1]"
    assert fish(tmp_path, stub, "kubectl-porttrace -f 'a b' (touch c) web:") == ""
    assert (tmp_path / "asked").read_text() == "<-f><a b><(touch c)><web:>"
    assert not (tmp_path / "c").exists()
