"""TAB in zsh, in front of `kubectl-porttrace`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.complete.installed import PROMPT, environment, found
from tests.complete.lines import ONLY_ONE_WAY, assert_files_are_completed
from tests.complete.terminal import Terminal, shell

LOADED = (
    f"PS1='{PROMPT}'; autoload -U compinit; compinit -u -D; "
    "source <(kubectl_complete-porttrace --shell zsh) && echo loa''ded\n"
)


@pytest.fixture
def zsh(tmp_path: Path) -> Iterator[Terminal]:
    """An interactive zsh that completes the program."""
    with shell([found("zsh"), "-f", "-i"], environment(tmp_path)) as terminal:
        terminal.press(LOADED, "loaded")
        terminal.wait_for(PROMPT)
        yield terminal


@pytest.mark.parametrize(("typed", "completed"), ONLY_ONE_WAY)
def test_what_can_only_be_one_thing_is_written(zsh: Terminal, typed: str, completed: str) -> None:
    zsh.press(f"kubectl-porttrace {typed}\t", f"kubectl-porttrace {completed}")


def test_what_can_be_several_is_listed_with_its_meaning(zsh: Terminal) -> None:
    listed = zsh.press("kubectl-porttrace --demo web:\t\t", "-- metrics")
    shown = ["web:http     -- 80/TCP", "web:80       -- http", "web:metrics  -- 9090/TCP", "web:9090     -- metrics"]
    assert [listed.index(each) for each in shown] == sorted(listed.index(each) for each in shown)


def test_files_are_completed_by_zsh(zsh: Terminal, tmp_path: Path) -> None:
    assert_files_are_completed(zsh, tmp_path)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        pytest.param("-f 'a b' ", "<-f><a b><>", id="quotes"),
        pytest.param("-f $HOME/a web:", "<-f><HOME/a><web:>", id="variable"),
        pytest.param("-f ~/a ", "<-f><HOME/a><>", id="home"),
        pytest.param("$(touch a) ", "<$(touch a)><>", id="command-is-not-run"),
    ],
)
def test_the_words_that_are_asked_for(zsh: Terminal, tmp_path: Path, words: str, asked: str) -> None:
    log = tmp_path / "asked"
    stub = f"kubectl_complete-porttrace() {{ printf '<%s>' \"$@\" >> {log}; echo :4 }}; cd {tmp_path}; echo d''efined\n"
    zsh.press(stub, "defined")
    zsh.wait_for(PROMPT)
    # The second line is read once the first one has been completed.
    zsh.press(f"kubectl-porttrace {words}\t\x15echo d''one\n", "\ndone")
    assert log.read_text() == asked.replace("HOME", str(tmp_path))
    assert list(tmp_path.iterdir()) == [log]


def test_as_a_file_that_zsh_loads_itself(tmp_path: Path) -> None:
    loaded = (
        f"kubectl_complete-porttrace --shell zsh > _kubectl_porttrace; PS1='{PROMPT}'; fpath=($PWD $fpath); "
        "autoload -U compinit; compinit -u -D; echo loa''ded\n"
    )
    with shell([found("zsh"), "-f", "-i"], environment(tmp_path), cwd=tmp_path) as zsh:
        zsh.press(loaded, "loaded")
        zsh.wait_for(PROMPT)
        zsh.press("kubectl-porttrace --demo war\t", "--demo warehouse ")
