"""Run porttrace without one of the tricks it starts with: `python without.py TRICK ARGUMENTS`; `none` for with all.

Each trick is undone from outside, so the program itself holds no switch for it.
"""

import gc
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from kubectl_porttrace import ending, memory
from kubectl_porttrace.__main__ import run
from kubectl_porttrace.command import PlainCommand
from kubectl_porttrace.read.login import client


def _convert_values() -> None:
    """Let typer convert values, with pydantic."""
    del PlainCommand.get_params


def _run_packages() -> None:
    """Import what is needed of the Kubernetes client with all that is around it."""
    setattr(client, "_without_the_rest", lambda load: load())  # noqa: B010 - the type checker knows it as final


def _import_yaml() -> None:
    """Import PyYAML whole."""
    import_module("yaml")


def _read_versions() -> None:
    """Import what tabulate and urllib3 read the versions of libraries with."""
    import_module("importlib.metadata")


def _end_as_usual() -> None:
    """Let Python free everything before the process ends."""
    setattr(ending, "end", sys.exit)  # noqa: B010 - the type checker knows it as final


def _collect() -> None:
    """Leave the garbage collector on."""
    setattr(gc, "disable", lambda: None)  # noqa: B010 - the type checker knows it as final


def _keep_large_buffers() -> None:
    """Let the C library keep what large buffers took."""
    setattr(memory, "give_back_large_buffers", lambda: None)  # noqa: B010 - the type checker knows it as final


UNDO: Mapping[str, Callable[[], None]] = MappingProxyType(
    {
        "none": lambda: None,
        "command.py": _convert_values,
        "read/login/client.py": _run_packages,
        "library_versions.py": _read_versions,
        "read/files/libyaml.py": _import_yaml,
        "ending.py": _end_as_usual,
        "__main__.py": _collect,
        "memory.py": _keep_large_buffers,
    }
)
"""The module that holds a trick -> what undoes it."""


def main() -> None:
    """Undo the trick that the first argument names, and run the program with the others."""
    undo = UNDO[sys.argv.pop(1)]
    undo()
    run()


if __name__ == "__main__":
    main()
