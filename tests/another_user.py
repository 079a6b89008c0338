"""What the program does as a user who is not root, whoever runs the tests."""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import traceback
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

from kubectl_porttrace.cli import run_command

NOBODY = 54321
"""A user that owns nothing, and runs nothing else."""


class Ended(NamedTuple):
    """What became of a run."""

    code: int
    stdout: str
    stderr: str


def as_another_user(*args: str, processes: int | None = None) -> Ended:
    """Run the command in a process of a user without rights, who may have so many processes and threads.

    The process is forked, for that user need not be able to read the interpreter. What is imported late is imported
    before, by a run as oneself.
    """
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        run_command(list(args))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = os.fork()
        if pid == 0:
            _become(out.fileno(), err.fileno(), args, processes)
        _, status = os.waitpid(pid, 0)
        for file in (out, err):
            file.seek(0)
        return Ended(os.waitstatus_to_exitcode(status), out.read().decode(), err.read().decode())


def _become(out: int, err: int, args: tuple[str, ...], processes: int | None) -> None:
    """What the forked process does; it does not come back."""
    code = 99
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        if processes is not None:
            resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
        code = run_command(list(args))
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - the test sees it
        os.write(err, traceback.format_exc().encode())
    finally:
        os._exit(code)
