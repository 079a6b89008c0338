"""Commands that are compared: each run as a whole process, in turns, so that a busy machine hits all alike."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from bench.sample import Sample, Taken, taken
from bench.server import Meter

_TIMED = Path(__file__).with_name("timed.py")
# 3 is porttrace's way to say that it ran and found something.
_RAN = frozenset({0, 3})


@dataclass(frozen=True)
class Subject:
    """One command; `environment` is added to that of all."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Commands that answer the same question; `times` as many rounds. Of some it is noted what they cost the server."""

    title: str
    subjects: tuple[Subject, ...]
    times: int = 1
    billed: bool = False


def compare(
    group: Group,
    rounds: int,
    environment: Mapping[str, str],
    told: Callable[[str], None],
    meter: Meter | None = None,
) -> tuple[tuple[Subject, Taken], ...]:
    """Run all commands of a group in turns and sum up each; a first round warms caches and is not counted."""
    metered = partial(_billed, meter) if group.billed and meter is not None else run
    counted: list[list[Sample]] = []
    for turn in range(rounds * group.times + 1):
        told(f"{group.title}, round {turn} of {rounds * group.times}")
        samples = [metered(each.command, {**environment, **each.environment}) for each in group.subjects]
        counted += [samples] if turn else []
    return tuple(zip(group.subjects, map(taken, zip(*counted, strict=True)), strict=True))


def _billed(meter: Meter, command: Sequence[str], environment: Mapping[str, str]) -> Sample:
    """Run one command with what it cost the server, without what reading the metrics itself costs it."""
    begun = meter.read()
    before = meter.read()
    sample = run(command, environment)
    return replace(sample, bill=meter.read().since(before).since(before.since(begun)))


def run(command: Sequence[str], environment: Mapping[str, str]) -> Sample:
    """Run one command and return what it took. RuntimeError with its stderr where it fails."""
    measured = subprocess.run(
        [sys.executable, "-I", "-S", str(_TIMED), *command],
        env={"PATH": os.defpath, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    sample = Sample(**json.loads(measured.stdout))
    if sample.code not in _RAN:
        raise RuntimeError(f"{' '.join(command)} ended with {sample.code}:\n{measured.stderr[-2000:]}")
    return sample
