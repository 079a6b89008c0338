"""The archive's program: one for both names that kubectl calls, told apart by the name it was called by."""

import sys
from importlib import import_module
from pathlib import PurePath

from kubectl_porttrace.ending import end

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


end(run())
