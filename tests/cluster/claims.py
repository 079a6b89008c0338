"""Numbers that no two processes of this machine may have at the same time: ports, networks."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path


def claim(name: str) -> bool:
    """Take a name until this process ends, however it ends; say whether nobody had it."""
    held = os.open(_folder() / name, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return False
    return True


def share(name: str) -> int:
    """Take a part in something that several may have, and return the file that stands for it, to be closed."""
    held = os.open(_folder() / name, os.O_RDWR | os.O_CREAT)
    fcntl.flock(held, fcntl.LOCK_SH)
    return held


def is_last(held: int) -> bool:
    """Say whether nobody else has a part; if so, nobody takes one until this is closed."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"kubectl-porttrace-claims-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    return folder
