"""A process that answers requests, both as lines of JSON; it ends when its input does, so never outlives this one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.dataplane.netns import DataPlaneError

_ROOT = Path(__file__).parents[2]


class Helper:
    """A module of this package, run as a program that reads requests and writes one answer to each."""

    def __init__(self, module: str, *args: str) -> None:
        """Start `python -m MODULE ARGS`."""
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *args],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def ask(self, request: object) -> Any:
        """Send a request and wait for the answer. DataPlaneError if the process ended instead."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise DataPlaneError(f"{self._module} ended with {self._process.wait()}")
        return json.loads(answer)

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()
