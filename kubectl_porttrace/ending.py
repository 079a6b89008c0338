"""How the program ends: at once, without Python's own way to the end of the process."""

import atexit
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn


def run_and_end(main: Callable[[], int]) -> NoReturn:
    """Run a program and end the process with the exit code it returns or leaves with; a crash is told, and gives 1."""
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except Exception:  # noqa: BLE001 - printed as Python prints it
        sys.excepthook(*sys.exc_info())
        code = 1
    end(code)


def end(code: int) -> NoReturn:
    """End the process with an exit code: functions registered with `atexit` run, what was written is flushed.

    Python's own end frees every object first, which the end of the process does anyway; `make bench` says what that
    takes. And a request may still be running in a daemon thread: the launcher of an archive unloads Python while that
    thread runs, and crashes.
    """
    # Files of client keys are removed by it, and nothing public runs it. A Python without it ends in its own way.
    run_registered = getattr(atexit, "_run_exitfuncs", None)
    if run_registered is None:
        sys.exit(code)
    run_registered()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
