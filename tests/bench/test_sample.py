"""Measuring one process, and summing up many."""

from __future__ import annotations

import os
import sys

import pytest

from bench.sample import Sample, Spread, spread, taken
from bench.subject import Group, Subject, compare, run

MEGABYTE = 1_000_000


def test_spread_is_the_median_with_its_ends() -> None:
    assert spread([3.0, 1.0, 100.0]) == Spread(median=3.0, min=1.0, max=100.0)
    assert spread([1.0, 2.0]) == Spread(median=1.5, min=1.0, max=2.0)


def test_nothing_measured_is_no_spread() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])


def test_taken_keeps_figures_apart() -> None:
    summed = taken([Sample(0, 1.0, 0.5, 10), Sample(0, 3.0, 0.7, 30)])
    assert (summed.wall.median, summed.cpu.median, summed.peak.median) == (2.0, 0.6, 20.0)


def test_the_peak_is_that_of_the_process_itself() -> None:
    held = bytearray(40 * MEGABYTE)
    small = run(("true",), os.environ)
    big = run((sys.executable, "-S", "-c", "print(len(bytearray(80_000_000)))"), os.environ)
    assert small.peak < len(held)
    assert 80 * MEGABYTE < big.peak < 80 * MEGABYTE + len(held)


def test_the_processor_time_of_children_counts() -> None:
    busy = "import os, time\nwhile time.process_time() < 0.2: pass"
    alone = run((sys.executable, "-S", "-c", busy), os.environ)
    assert run(("sh", "-c", f"{sys.executable} -S -c '{busy}'; true"), os.environ).cpu >= 0.2 <= alone.cpu


def test_a_command_that_found_something_ran() -> None:
    assert run(("sh", "-c", "exit 3"), os.environ).code == 3


def test_a_command_that_fails_is_no_sample() -> None:
    with pytest.raises(RuntimeError, match="ended with 1:\nwhat went wrong"):
        run(("sh", "-c", "echo what went wrong >&2; exit 1"), os.environ)


def test_commands_take_turns_and_the_first_round_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def scripted(command: tuple[str, ...], _environment: object) -> Sample:
        ran.append(command[0])
        return Sample(0, float(len(ran)), 0.0, 0.0)

    monkeypatch.setattr("bench.subject.run", scripted)
    told: list[str] = []
    group = Group("two", (Subject("a", ("true",)), Subject("b", ("false",))), times=2)
    compared = compare(group, 1, {}, told.append)
    assert ran == ["true", "false"] * 3
    assert [(subject.name, found.wall) for subject, found in compared] == [
        ("a", Spread(4.0, 3.0, 5.0)),
        ("b", Spread(5.0, 4.0, 6.0)),
    ]
    assert told == ["two, round 0 of 2", "two, round 1 of 2", "two, round 2 of 2"]


def test_a_command_may_have_an_environment_of_its_own() -> None:
    group = Group("one", (Subject("a", ("sh", "-c", "exit $CODE"), {"CODE": "3"}),))
    assert len(compare(group, 1, {"PATH": os.environ["PATH"], "CODE": "1"}, lambda _: None)) == 1
