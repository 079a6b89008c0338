"""The archive's program: one for both names that kubectl calls, told apart by the name it was called by."""

import atexit
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import PurePath
from typing import NoReturn

_PACKAGE = "kubectl_porttrace"


def run() -> int:
    """Run the program that was called, and return its exit code."""
    asked = PurePath(sys.argv[0]).name.startswith("kubectl_complete-")
    try:
        code: int = import_module(f"{_PACKAGE}.complete.__main__" if asked else f"{_PACKAGE}.__main__").main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception:  # noqa: BLE001 - printed as Python prints it
        sys.excepthook(*sys.exc_info())
        return 1
    return code


def end(code: int) -> NoReturn:
    """End at once.

    A request may still be under way in a thread that the program does not wait for, and PyInstaller's launcher takes
    Python out of memory before the process ends: the thread would then crash it, as one run in two hundred did.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - files of keys are removed there, and nothing public runs it
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


end(run())
