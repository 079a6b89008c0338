"""What each trick at the start of the program saves: with all of them, and without one, in turns.

One that saves less than 10 ms has to go. Processor time counts: it is what a trick spares, whatever else runs. Of one
that is there for memory, the most of it counts. What runs for less than a second runs in many rounds, for on a shared
machine a run may take a third more than the one before.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.results import Table
from bench.sample import Taken
from bench.subject import Group, Subject

TITLE = "start-up tricks"
_PROGRAM = Path(__file__).with_name("without.py")
_MANIFESTS = Path(__file__).parent.parent / "tests" / "manifests" / "tea-house.yaml"
_WITHOUT = ", without "

_TRICKS = {
    "--version": ("command.py",),
    "-f FILE": ("read/files/libyaml.py",),
    "NAME": ("command.py", "library_versions.py", "read/login/client.py", "ending.py"),
    "-A": ("__main__.py", "memory.py"),
}
"""The run in which a trick counts most, as a row names it -> the modules that hold the tricks."""

_TIMES = {"--version": 12, "-f FILE": 20, "NAME": 20, "-A": 3}

_FOR_MEMORY = frozenset({"memory.py"})


def tricks(name: str, namespace: str) -> Iterator[Group]:
    """A group of commands for each of these runs; `name` is a Service of the namespace."""
    written = {
        "--version": ("--version",),
        "-f FILE": ("-f", str(_MANIFESTS)),
        "NAME": (name, "-n", namespace),
        "-A": ("-A",),
    }
    for run, modules in _TRICKS.items():
        yield Group(f"{TITLE} of {run}", tuple(_subjects(run, written[run], modules)), times=_TIMES[run])


def savings(table: Table) -> Iterator[str]:
    """Of each trick: the module, the milliseconds or megabytes it saves, of how many without it, and of which run."""
    for row in table.rows:
        run, _, module = row.name.partition(_WITHOUT)
        if module:
            cost, unit = (_megabytes, "MB") if module in _FOR_MEMORY else (_milliseconds, "ms")
            most = cost(row.taken)
            yield f"{module} saves {most - cost(table.row(run).taken):.0f} of {most:.0f} {unit} of {run}"


def _milliseconds(taken: Taken) -> float:
    return 1000 * taken.cpu.median


def _megabytes(taken: Taken) -> float:
    return taken.peak.median / 1e6


def _subjects(run: str, arguments: tuple[str, ...], modules: tuple[str, ...]) -> Iterator[Subject]:
    # Isolated: this folder must not stand where Python looks for modules, some have the names of libraries.
    command = (sys.executable, "-I", str(_PROGRAM))
    yield Subject(f"porttrace {run}", (*command, "none", *arguments))
    for module in modules:
        yield Subject(f"porttrace {run}{_WITHOUT}{module}", (*command, module, *arguments))
