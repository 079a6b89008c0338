"""Adding a format is one module and one entry of the registry."""

import subprocess
import sys
from types import ModuleType

import pytest

from kubectl_porttrace import render as room
from kubectl_porttrace.render import render
from kubectl_porttrace.render.formats import FORMATS, Format
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report
from tests.render.reports import report_of


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Format:
    """A new format, which writes how many Services there are."""

    def write(report: Report, _screen: Screen) -> str:
        return f"{len(report.services)}\n"

    module = ModuleType("kubectl_porttrace.render.counting")
    vars(module)["render"] = write
    monkeypatch.setitem(sys.modules, module.__name__, module)
    added = Format("count", "counting")
    monkeypatch.setattr(room, "FORMATS", (*FORMATS, added))
    return added


def test_a_new_format_is_written(counting: Format) -> None:
    assert render(report_of("namespace"), counting.name, Screen(width=80)) == "6\n"


def test_flags_help_and_completion_read_the_registry() -> None:
    program = """
from kubectl_porttrace.render import formats
formats.FORMATS = (*formats.FORMATS, formats.Format("count", "counting"))
from kubectl_porttrace.cli import run_command
from kubectl_porttrace.complete.offers import answer
run_command(["--help"])
print([each.value for each in answer(["-o", "c"], {}).candidates])
print(run_command(["-o", "county"]))
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert "name, count." in " ".join(told.stdout.split())
    assert "['count']" in told.stdout
    assert "json, yaml, sarif, junit, github, name, count" in told.stderr
