"""One look at a cluster that may be in any state: an honest report, or one sentence."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import msgspec

from kubectl_porttrace.cli import run_command
from kubectl_porttrace.report.v1 import Report


class Look(NamedTuple):
    """What came of one run: the exit code, the report if there is one, and what was said on stderr."""

    code: int
    report: Report | None
    said: str


def look(kubeconfig: Path, namespace: str, *arguments: str) -> Look:
    """Run the command in this process. AssertionError where what comes of it is neither a report nor one sentence."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run_command([*arguments, "-n", namespace, "--kubeconfig", str(kubeconfig), "-o", "json"])
    said = err.getvalue()
    assert "Traceback" not in said, said
    if code == 1:
        assert said.startswith("error: "), said
        assert all(line.startswith(("error: ", "hint: ")) for line in said.splitlines()), said
        assert said.count("error: ") == 1 or said.count("not found") == said.count("error: "), said
        assert "mistake of the program" not in said, said
        # Of several Services that were asked for, the report is on those there are.
        assert not out.getvalue() or "not found" in said, said
        return Look(code, _report(out.getvalue()), said)
    assert code in {0, 3, 4}, (code, said)
    return Look(code, _report(out.getvalue()), said)


def _report(text: str) -> Report | None:
    return msgspec.json.decode(text, type=Report) if text else None
