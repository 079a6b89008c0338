"""TAB in bash, in front of `kubectl-porttrace`."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.complete.installed import PROMPT, environment, found
from tests.complete.lines import ONLY_ONE_WAY, assert_files_are_completed
from tests.complete.terminal import Terminal, shell

LOADED = "source <(kubectl_complete-porttrace --shell bash) && echo loa''ded\n"
SHOWN = """
source <(kubectl_complete-porttrace --shell bash)
kubectl_complete-porttrace() { printf '<%s>' "$@" >&3; echo :4; }
COMP_LINE=$1 COMP_POINT=${#1}
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_kubectl_porttrace 3>&1
"""


@pytest.fixture
def bash(tmp_path: Path) -> Iterator[Terminal]:
    """An interactive bash that completes the program."""
    with shell([found("bash"), "--norc", "--noprofile", "-i"], environment(tmp_path)) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press(LOADED, "loaded")
        terminal.wait_for(PROMPT)
        yield terminal


@pytest.mark.parametrize(("typed", "completed"), ONLY_ONE_WAY)
def test_what_can_only_be_one_thing_is_written(bash: Terminal, typed: str, completed: str) -> None:
    bash.press(f"kubectl-porttrace {typed}\t", f"kubectl-porttrace {completed}")


def test_what_can_be_several_is_listed_with_its_meaning(bash: Terminal) -> None:
    listed = bash.press("kubectl-porttrace --demo web:\t\t", PROMPT)
    shown = ["http     (80/TCP)", "80       (http)", "metrics  (9090/TCP)", "9090     (metrics)"]
    assert [listed.index(each) for each in shown] == sorted(listed.index(each) for each in shown)


def test_files_are_completed_by_bash(bash: Terminal, tmp_path: Path) -> None:
    assert_files_are_completed(bash, tmp_path)


def test_no_file_is_offered_for_a_service(bash: Terminal, tmp_path: Path) -> None:
    (tmp_path / "zebra.yaml").touch()
    bash.press(f"cd {tmp_path}; echo m''oved\n", "moved")
    bash.press("kubectl-porttrace --demo zeb\t", "--demo")
    assert "zebra" not in bash.press("\x15echo d''one\n", "done")


@pytest.mark.parametrize(
    ("line", "words", "asked"),
    [
        pytest.param("x web:ht", ["web", ":", "ht"], "<web:ht>", id="colon"),
        pytest.param("x web:", ["web", ":"], "<web:>", id="nothing-behind-the-colon"),
        pytest.param("x web: ", ["web", ":", ""], "<web:><>", id="blank-behind-the-colon"),
        pytest.param("x  a:b --x=y  c", ["a", ":", "b", "--x", "=", "y", "c"], "<a:b><--x=y><c>", id="two-blanks"),
        pytest.param("x -f 'a b' ", ["-f", "'a b'", ""], "<-f><a b><>", id="quotes"),
        pytest.param("x -f $HOME/a ", ["-f", "$HOME/a", ""], "<-f><HOME/a><>", id="variable"),
        pytest.param("x -f ~/a ", ["-f", "~/a", ""], "<-f><HOME/a><>", id="home"),
        pytest.param("x $(touch a) ", ["$(touch a)", ""], "<$(touch a)><>", id="command-is-not-run"),
        pytest.param("x `touch a` ", ["`touch a`", ""], "<`touch a`><>", id="command-in-backticks"),
        pytest.param("x web ", ["web", "rest"], "<web><>", id="words-behind-the-cursor"),
    ],
)
def test_the_words_that_are_asked_for(tmp_path: Path, line: str, words: list[str], asked: str) -> None:
    command = [found("bash"), "--norc", "-c", SHOWN, "bash", line, "x", *words]
    result = subprocess.run(
        command, capture_output=True, text=True, env=environment(tmp_path), cwd=tmp_path, check=False
    )
    assert (result.stdout, result.stderr) == (asked.replace("HOME", str(tmp_path)), "")
    assert list(tmp_path.iterdir()) == []


def test_a_name_cannot_become_a_command(tmp_path: Path) -> None:
    script = """
source <(kubectl_complete-porttrace --shell bash)
_kubectl_porttrace_offer '' $'$(touch a)\\tnone\\n:36'
printf '%s' "${COMPREPLY[@]}"
"""
    command = [found("bash"), "--norc", "-c", script]
    result = subprocess.run(
        command, capture_output=True, text=True, env=environment(tmp_path), cwd=tmp_path, check=False
    )
    assert (result.stdout, result.stderr) == ("\\$\\(touch\\ a\\)", "")
