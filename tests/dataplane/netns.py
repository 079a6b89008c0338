"""Network namespaces of one run: made, filled by `ip`, and removed even where an earlier run could not."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

NETNS = Path("/run/netns")
_NAME = re.compile(r"porttrace-(\d+)\.(\d+)-")
_SERIAL = itertools.count()


class DataPlaneError(Exception):
    """The data plane did not do what the tests need."""


class Namespaces:
    """The namespaces of one data plane; their names say which process they belong to."""

    def __init__(self) -> None:
        """Make none yet."""
        self._prefix = f"porttrace-{os.getpid()}.{_start_time(os.getpid())}-{next(_SERIAL)}-"
        self._made: list[str] = []

    def make(self, *suffixes: str) -> list[str]:
        """Make namespaces and return their names."""
        names = [self._prefix + suffix for suffix in suffixes]
        self._made += names
        run_ip(f"netns add {name}" for name in names)
        return names

    def remove(self) -> None:
        """Remove all of them."""
        _delete(self._made)
        self._made.clear()


def path_of(name: str) -> Path:
    """Return the file that stands for a namespace."""
    return NETNS / name


def run_ip(commands: Iterable[str], namespace: str | None = None) -> None:
    """Run commands of `ip` in one go, in a namespace if one is given. DataPlaneError with its words on failure."""
    where = ["-n", namespace] if namespace else []
    text = "\n".join(commands)
    result = subprocess.run(
        ["ip", *where, "-batch", "-"], input=text, capture_output=True, text=True, check=False, timeout=180
    )
    if result.returncode != 0:
        raise DataPlaneError(f"ip in {namespace or 'the root namespace'}: {result.stderr.strip()}")


def remove_leftovers() -> None:
    """Remove the namespaces of runs that ended without doing so, killed for instance."""
    names = [path.name for path in NETNS.glob("porttrace-*")] if NETNS.exists() else []
    _delete(name for name in names if _is_orphan(name))


def _is_orphan(name: str) -> bool:
    owner = _NAME.match(name)
    return owner is not None and _start_time(int(owner[1])) != owner[2]


def _start_time(pid: int) -> str:
    """Return when a process began, in clock ticks since boot; "" if it does not run. Tells reused ids apart."""
    with suppress(FileNotFoundError, ProcessLookupError):
        # The name of the program before it, in parentheses, may hold anything.
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[19]
    return ""


def _delete(names: Iterable[str]) -> None:
    for name in names:
        # One that was not made, or that somebody else's cleaning took first, is as good as removed.
        subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False, timeout=180)
