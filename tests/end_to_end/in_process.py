"""The command in this process: what a run through kubectl does, in a tenth of the time, for the many ways to fail.

Where a program was chosen, such as that of an archive, it is run after all.
"""

import subprocess
from dataclasses import dataclass

import pytest

from kubectl_porttrace.cli import run_command
from tests.cluster.cluster import Cluster
from tests.cluster.plugin import Porttrace, chosen_program


@dataclass(frozen=True)
class InProcess:
    """Calls like those of tests.cluster.plugin.Porttrace, answered by the command line's own function."""

    program: Porttrace
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    @property
    def cluster(self) -> Cluster:
        """The cluster that is asked."""
        return self.program.cluster

    def environment(self) -> dict[str, str]:
        """The environment of a run through kubectl."""
        return self.program.environment()

    def __call__(self, *args: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """Run with the environment of the program, and more."""
        if chosen_program():
            return self.program(*args, env=env)
        with self.monkeypatch.context() as patch:
            for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
                patch.delenv(name, raising=False)
            for name, value in (self.environment() | (env or {})).items():
                patch.setenv(name, value)
            code = run_command(args)
        out, err = self.capsys.readouterr()
        return subprocess.CompletedProcess(args, code, out, err)
