"""Run a control plane in a process of its own, which outlives the one that starts it: for a developer.

`python -m tests.cluster.serve DIRECTORY` runs until it is told to end. A lock in its name, held for life, says that it
runs: unlike a process id, the kernel never gives it to somebody else.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.cluster.cache import locked
from tests.cluster.connection import STATE_FILE, Connection
from tests.cluster.control_plane import ControlPlane
from tests.cluster.processes import ClusterError

_ROOT = Path(__file__).parents[2]
_START_TIMEOUT = 360.0
_POLL = 1.0
_STOP_TIMEOUT = 120.0


def ensure_served(directory: Path) -> Connection:
    """Return the control plane that runs in `directory`, started first if none does."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    with locked(directory.with_suffix(".starting")):
        if _holder(directory) is None:
            _start(directory)
        return Connection.load(directory)


def stop_served(directory: Path) -> bool:
    """End the control plane of `directory`; False if none ran."""
    holder = _holder(directory)
    if holder is None:
        return False
    os.kill(holder, signal.SIGTERM)
    deadline = time.monotonic() + _STOP_TIMEOUT
    while _holder(directory) is not None:
        if time.monotonic() > deadline:
            raise ClusterError(f"the control plane of {directory} did not end within {_STOP_TIMEOUT:.0f} s")
        time.sleep(0.05)
    return True


def _start(directory: Path) -> None:
    # One that was killed leaves its files, which would pass for a running one's.
    shutil.rmtree(directory, ignore_errors=True)
    command = [sys.executable, "-m", "tests.cluster.serve", str(directory)]
    log = directory.with_suffix(".log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    deadline = time.monotonic() + _START_TIMEOUT
    while not (directory / STATE_FILE).exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ClusterError(f"the control plane did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
        time.sleep(0.05)
    # It is to outlive this process, which therefore must not complain that it was not waited for.
    process.returncode = 0


def _holder(directory: Path) -> int | None:
    """Return the process that holds the lock of `directory`, None if none does."""
    path = directory.with_suffix(".lock")
    if not path.exists():
        return None
    with path.open("r", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(lock.read() or 0) or None
    return None


def _serve(directory: Path) -> None:
    """Run it until SIGTERM. The signal only wakes the loop: an exception out of it could tear anything in two."""
    wake, notify = os.pipe()
    signal.signal(signal.SIGTERM, lambda _number, _frame: os.write(notify, b"."))
    with locked(directory.with_suffix(".lock")) as lock:
        lock.write(str(os.getpid()))
        lock.flush()
        with ControlPlane(directory) as plane:
            while not select.select([wake], [], [], _POLL)[0]:
                plane.check_alive()


def main() -> None:
    """Run until told to end."""
    parser = argparse.ArgumentParser(prog="python -m tests.cluster.serve", description=__doc__)
    parser.add_argument("directory", type=Path)
    _serve(parser.parse_args().directory.absolute())


if __name__ == "__main__":
    main()
