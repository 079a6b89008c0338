"""What each trick saves, and that it is really undone where it is measured without."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import without
from bench.results import Row, Table
from bench.sample import Sample, taken
from bench.subject import Subject
from bench.tricks import savings, tricks
from tests.bench.runs import row

PROGRAM = str(Path(without.__file__))
KUBECONFIG = {"KUBECONFIG": os.devnull}
NOBODY = ("web", "--server", "http://127.0.0.1:1")


def ended(trick: str, *arguments: str, watched: tuple[str, ...] = ()) -> tuple[int, str, list[str]]:
    """The exit code, what was written, and which of the watched modules were imported."""
    command = [sys.executable, "-I", "-X", "importtime", PROGRAM, trick, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **KUBECONFIG})
    imported = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    return run.returncode, run.stdout, [name for name in watched if name in imported]


def test_every_trick_is_measured_once_and_beside_the_program_with_all() -> None:
    groups = [[subject.name for subject in group.subjects] for group in tricks("web", "shop")]
    names = [name for group in groups for name in group]
    assert [name.partition(", without ")[2] for name in names if "without" in name] == [
        "command.py",
        "read/files/libyaml.py",
        "command.py",
        "library_versions.py",
        "read/login/client.py",
        "ending.py",
        "__main__.py",
        "memory.py",
    ]
    for beside, *alike in groups:
        assert {name.partition(", without ")[0] for name in alike} == {beside}
    assert {each.command[3] for group in tricks("web", "shop") for each in group.subjects} == set(without.UNDO)


def test_what_is_run_is_what_the_row_says() -> None:
    subjects = (each for group in tricks("web", "shop") for each in group.subjects)
    (run,) = (each for each in subjects if each.name == "porttrace NAME, without ending.py")
    assert run == Subject(run.name, (sys.executable, "-I", PROGRAM, "ending.py", "web", "-n", "shop"))


def test_the_manifests_that_are_read_are_there() -> None:
    (run,) = (each for group in tricks("web", "shop") for each in group.subjects if each.name == "porttrace -f FILE")
    assert ended("none", *run.command[4:]) == (0, ended("read/files/libyaml.py", *run.command[4:])[1], [])


def test_savings_are_told_of_the_run_without_in_milliseconds_or_megabytes() -> None:
    slow = taken([Sample(code=0, wall=9, cpu=0.5, peak=55e6)])
    rows = (
        row("porttrace NAME", 0.8),
        Row("porttrace NAME, without x", slow),
        Row("porttrace NAME, without memory.py", slow),
    )
    assert list(savings(Table("start-up tricks", 5, rows))) == [
        "x saves 100 of 500 ms of porttrace NAME",
        "memory.py saves 5 of 55 MB of porttrace NAME",
    ]


@pytest.mark.parametrize("trick", [name for name in without.UNDO if name != "none"])
def test_without_a_trick_the_program_does_the_same(trick: str) -> None:
    assert ended(trick, "--demo")[:2] == ended("none", "--demo")[:2]


@pytest.mark.parametrize(
    ("trick", "arguments", "module"),
    [
        pytest.param("command.py", ("--version",), "pydantic", id="conversions"),
        pytest.param("read/login/client.py", NOBODY, "kubernetes.config.kube_config", id="packages"),
        pytest.param("library_versions.py", NOBODY, "importlib.metadata._meta", id="versions"),
        pytest.param("read/files/libyaml.py", NOBODY, "yaml.reader", id="yaml"),
    ],
)
def test_a_trick_that_is_undone_imports_what_it_spares(trick: str, arguments: tuple[str, ...], module: str) -> None:
    assert ended("none", *arguments, watched=(module,))[2] == []
    assert ended(trick, *arguments, watched=(module,))[2] == [module]


def test_the_collector_stays_on_and_the_end_is_pythons_own() -> None:
    program = """
import gc, sys
from bench.without import UNDO
from kubectl_porttrace import ending
UNDO["__main__.py"]()
gc.disable()
assert gc.isenabled()
UNDO["ending.py"]()
assert ending.end is sys.exit
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(PROGRAM).parent.parent)
