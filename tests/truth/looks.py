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
    """What came of one run: the exit code with a report, or without one with the sentence in its place."""

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
        sentence, *hint = said.splitlines()
        assert not out.getvalue(), out.getvalue()
        assert sentence.startswith("error: "), said
        assert "mistake of the program" not in said, said
        assert len(hint) <= 1, said
        assert all(each.startswith("hint: ") for each in hint), said
        return Look(code, None, sentence)
    assert code in {0, 3, 4}, (code, said)
    return Look(code, msgspec.json.decode(out.getvalue(), type=Report), said)
