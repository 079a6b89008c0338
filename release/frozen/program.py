"""The archive's program: one for both names that kubectl calls, told apart by the name it was called by."""

import sys
from importlib import import_module
from pathlib import PurePath

_PACKAGE = "kubectl_porttrace"

if PurePath(sys.argv[0]).name.startswith("kubectl_complete-"):
    called = import_module(f"{_PACKAGE}.complete.__main__")
else:
    called = import_module(f"{_PACKAGE}.__main__")

sys.exit(called.main())
