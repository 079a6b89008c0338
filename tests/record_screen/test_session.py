import os
import sys

import pytest

pytest.importorskip("termios", reason="Windows has no pseudo-terminal to record")

from scripts.record_screen import FILE
from scripts.record_screen.commands import COLUMNS, COMMANDS, arguments
from scripts.record_screen.session import recording
from scripts.record_screen.terminal import answer


def test_the_committed_recording_is_fresh_wherever_it_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, disturbing in (("NO_COLOR", "1"), ("COLUMNS", "60"), ("TERM", "dumb")):
        monkeypatch.setenv(name, disturbing)
    assert FILE.read_text(encoding="utf-8") == recording(), "make recording"


def test_the_first_answer_proposes_the_second_command() -> None:
    assert COMMANDS[1] in answer(arguments(COMMANDS[0]), COLUMNS)


def test_the_second_answer_has_a_fix_to_be_pasted() -> None:
    assert "    \x1b[1mkubectl patch service " in answer(arguments(COMMANDS[1]), COLUMNS)


@pytest.mark.parametrize("columns", [80, 96])
def test_a_terminal_of_a_width_is_used_in_full(columns: int) -> None:
    lines = answer(["--explain", "PTR02", "--no-color"], columns).splitlines()
    assert columns - 12 < max(map(len, lines)) <= columns


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["nowhere", "--demo"], "ended with 1: error: .*nowhere", id="failed"),
        pytest.param(["--demo", "-l", "app=none"], "ended with 0: no Services found", id="said-more-than-the-report"),
    ],
)
def test_what_is_no_answer_is_not_recorded(arguments: list[str], said: str) -> None:
    with pytest.raises(RuntimeError, match=said):
        answer(arguments, COLUMNS)


def test_a_program_that_dies_without_a_word_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(RuntimeError, match=r"ended with 1: $"):
        answer([], COLUMNS)


def test_no_descriptor_stays_open() -> None:
    before = os.dup(0)
    os.close(before)
    answer(["--version"], COLUMNS)
    after = os.dup(0)
    os.close(after)
    assert after == before
