"""How the program ends: at once, without Python's own way to the end of the process."""

import atexit
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

from kubectl_porttrace.streams import write_error


def run_and_end(main: Callable[[], int]) -> NoReturn:
    """Run a program and end the process with the exit code it returns or leaves with; a crash is told, and gives 1."""
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except Exception as error:  # noqa: BLE001 - told in one sentence
        write_error(_told(error))
        code = 1
    end(code)


def _told(error: Exception) -> str:
    try:
        # Only a crash pays for what tells it.
        from kubectl_porttrace.crash import told

        return told(error)
    except OSError:
        return "error: the system lets the program open no file more\n"


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
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
