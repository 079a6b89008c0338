"""The command under test, called as a user calls it: through the real kubectl."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.cluster import Cluster

EXECUTABLE = "kubectl-porttrace"
PROGRAM = "PORTTRACE_PROGRAM"
"""Names the program to test instead of the installed one: that of an archive."""
_TIMEOUT = 300
"""Seconds; a run that takes this long fails, so it is far above what a slow machine takes."""
# What would change colours, width, or the way to a server on loopback.
_DROPPED = {"NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES", "KUBECONFIG"}
_PROXIES = {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}


@dataclass(frozen=True)
class Porttrace:
    """`kubectl porttrace` on a test cluster, with the test's namespace as the current one."""

    cluster: Cluster
    namespace: str
    home: Path

    def __call__(
        self,
        *args: str,
        user: str | None = None,
        stdin: str | None = None,
        env: dict[str, str] | None = None,
        columns: int = 80,
    ) -> subprocess.CompletedProcess[str]:
        """Run `kubectl porttrace ARGS` as `user` (admin if None), on no terminal, `columns` wide."""
        kubectl = self.cluster.connection.kubectl
        environment = self.environment(user or "admin") | {"COLUMNS": str(columns)} | (env or {})
        return subprocess.run(
            [kubectl, "porttrace", *args],
            input=stdin or "",
            capture_output=True,
            text=True,
            env=environment,
            cwd=self.home,
            timeout=_TIMEOUT,
            check=False,
        )

    def environment(self, user: str = "admin") -> dict[str, str]:
        """Return the environment in which kubectl finds the plugin and the cluster."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in _DROPPED and name.lower() not in _PROXIES
        }  # fmt: skip
        found_first = [str(executable().parent), str(Path(self.cluster.connection.kubectl).parent)]
        return kept | {
            "PATH": os.pathsep.join([*found_first, os.environ.get("PATH", os.defpath)]),
            "KUBECONFIG": str(self.cluster.kubeconfig(user, self.namespace)),
            # kubectl keeps its discovery cache there.
            "HOME": str(self.home),
        }


def chosen_program() -> Path | None:
    """Return the program that the environment names. AssertionError where it names none that kubectl would call."""
    named = os.environ.get(PROGRAM)
    if not named:
        return None
    path = Path(named).absolute()
    if path.stem != EXECUTABLE or not path.is_file():
        raise AssertionError(f"{PROGRAM} names {named}, which is no {EXECUTABLE}")
    return path


def executable() -> Path:
    """Return the chosen program, else the console script beside this Python. AssertionError without either."""
    path = chosen_program() or Path(sys.executable).parent / EXECUTABLE
    if not path.exists():
        raise AssertionError(
            f"{EXECUTABLE} is not installed beside {sys.executable}: run `make test`, or pip install -e ."
        )
    return path
