"""What each trick at the start of the program saves: with all of them, and without one, in turns.

One that saves less than 10 ms has to go. Processor time counts: it is what a trick spares, whatever else runs.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.results import Table
from bench.subject import Group, Subject

TITLE = "start-up tricks"
_PROGRAM = Path(__file__).with_name("without.py")
_WITHOUT = ", without "

_TRICKS = {
    "--version": ("command.py",),
    "NAME": ("command.py", "read/login/client.py", "ending.py"),
    "-A": ("__main__.py",),
}
"""The run in which a trick counts most, as a row names it -> the modules that hold the tricks."""


def tricks(name: str, namespace: str) -> Group:
    """The group of commands; `name` is a Service of the namespace."""
    written = {"--version": ("--version",), "NAME": (name, "-n", namespace), "-A": ("-A",)}
    subjects = (subject for run, modules in _TRICKS.items() for subject in _subjects(run, written[run], modules))
    return Group(TITLE, tuple(subjects), times=3)


def savings(table: Table) -> Iterator[tuple[str, str, float, float]]:
    """Of each trick: the module, the run, the milliseconds of processor time it saves, and of how many without it."""
    for row in table.rows:
        run, _, module = row.name.partition(_WITHOUT)
        if module:
            without, usual = row.taken.cpu.median, table.row(run).taken.cpu.median
            yield module, run, 1000 * (without - usual), 1000 * without


def _subjects(run: str, arguments: tuple[str, ...], modules: tuple[str, ...]) -> Iterator[Subject]:
    # Isolated: this folder must not stand where Python looks for modules, some have the names of libraries.
    command = (sys.executable, "-I", str(_PROGRAM))
    yield Subject(f"porttrace {run}", (*command, "none", *arguments))
    for module in modules:
        yield Subject(f"porttrace {run}{_WITHOUT}{module}", (*command, module, *arguments))
