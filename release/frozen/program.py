"""The archive's program: kubectl calls it by two names, and the name says which of the two programs to run."""

import sys
from importlib import import_module
from pathlib import PurePath

from kubectl_porttrace.ending import run_and_end

_PACKAGE = "kubectl_porttrace"


def main() -> int:
    """Run the program that was called, and return its exit code."""
    asked = PurePath(sys.argv[0]).name.startswith("kubectl_complete-")
    code: int = import_module(f"{_PACKAGE}.complete.__main__" if asked else f"{_PACKAGE}.__main__").main()
    return code


run_and_end(main)
