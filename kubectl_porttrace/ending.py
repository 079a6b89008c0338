"""How the program ends: at once."""

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
    """End the process without taking Python apart first.

    That would free one by one what the end of the process frees anyway, which takes a tenth of a trace. And a request
    may still be under way in a thread that nobody waits for: a launcher that unloads Python under it crashes.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - files of keys are removed there, and nothing public runs it
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
