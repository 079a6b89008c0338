"""Where built programs are kept, outside the tree, and how callers at the same time share it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

if sys.platform != "win32":  # nothing is built on Windows; one process fetches what judges documents there
    import fcntl


def cache_directory() -> Path:
    """Return the cache's folder, made if need be: `$PORTTRACE_CACHE`, else the user's own cache."""
    chosen = os.environ.get("PORTTRACE_CACHE")
    if chosen:
        directory = Path(chosen).expanduser().absolute()
    else:
        home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        directory = Path(home).expanduser().absolute() / "kubectl-porttrace"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


@contextmanager
def locked(path: Path) -> Iterator[TextIO]:
    """Hold an exclusive lock on `path`, given open for writing; the kernel frees it however the holder ends."""
    with path.open("w", encoding="utf-8") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
