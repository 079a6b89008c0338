"""Every fix says what to do, and one without a command has a reason for it.

Of every finding that a test makes, `tests/build/judgement.py` looks at the fix as well.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.read.files.manifests import read_files
from tests.build.fixes import WITHOUT_COMMAND, fault_of
from tests.incidents.incident import INCIDENTS, RECORDED

COMMANDS = "kubectl_porttrace.checks.commands"
CHECKS = list(all_checks().values())


def imported(module: ModuleType) -> Iterator[tuple[str, str]]:
    """What a module takes from others: module and name."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, each.name) for each in node.names)


def calls_a_command(module: str, name: str) -> bool:
    """Whether a function of another module of checks makes a command: it calls one that does."""
    function = getattr(sys.modules[module], name, None)
    if not inspect.isfunction(function):
        return False
    names = {node.id for node in ast.walk(ast.parse(inspect.getsource(function))) if isinstance(node, ast.Name)}
    if any(each.startswith("_") and calls_a_command(module, each) for each in names - {name}):
        return True
    return any(makes_a_command(*each) for each in imported(sys.modules[module]) if each[1] in names)


def makes_a_command(module: str, name: str) -> bool:
    """Whether what a check imports can give it a command."""
    return module == COMMANDS or (module.startswith("kubectl_porttrace.checks.") and calls_a_command(module, name))


def suggests_commands(check: Check) -> bool:
    """Whether a check has a way to put a command into its fix."""
    return any(makes_a_command(*each) for each in imported(sys.modules[check.run.__module__]))


def test_those_without_a_command_are_the_reviewed_ones() -> None:
    assert {check.code for check in CHECKS if not suggests_commands(check)} == set(WITHOUT_COMMAND)
    assert min(len(reason.split()) for reason in WITHOUT_COMMAND.values()) > 3


MESSAGE = "none of the 3 pods is ready"
EVENTS = "read in the pod's events why it is not ready:"


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        pytest.param("PTP07", Fix(text="fix what keeps the pods from being ready"), id="fix-what-keeps"),
        pytest.param("PTE25", Fix(text="remove what the message names"), id="what-the-message-names"),
        pytest.param("PTP07", Fix(text="find out why it is not right"), id="general-words"),
        pytest.param("PTP07", Fix(text="3 pods is ready"), id="repeats-the-message"),
        pytest.param("PTP07", Fix(text="see the pods' events"), id="events-without-a-command"),
        pytest.param("PTP07", Fix(text=EVENTS), id="announced-and-not-there"),
        pytest.param("PTE12", Fix(text=EVENTS, command="kubectl describe pod a -n b"), id="on-the-list-with-a-command"),
    ],
)
def test_a_fix_that_says_nothing_is_refused(code: str, fix: Fix) -> None:
    assert fault_of(code, MESSAGE, fix) is not None


@pytest.mark.parametrize(
    "fix",
    [
        pytest.param(Fix(text=EVENTS, command="kubectl describe pod a -n b"), id="events-with-a-command"),
        pytest.param(Fix(text="set targetPort 8080"), id="one-change"),
    ],
)
def test_a_fix_that_says_what_to_do_is_taken(fix: Fix) -> None:
    assert fault_of("PTP07", MESSAGE, fix) is None


def recorded_fixes() -> Iterator[tuple[str, str, Fix]]:
    snapshots = [read_files([str(RECORDED / f"{each.name}.json")], recursive=False) for each in INCIDENTS]
    for snapshot in [*snapshots, read_demo()]:
        for finding in diagnose(snapshot).findings:
            yield finding.code, finding.message, Fix(text=finding.fix.text, command=finding.fix.command)


def test_fixes_of_recorded_clusters_say_what_to_do() -> None:
    fixes = list(recorded_fixes())
    assert len(fixes) > len(INCIDENTS)
    assert [wrong for each in fixes if (wrong := fault_of(*each))] == []
