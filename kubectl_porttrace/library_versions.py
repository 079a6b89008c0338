"""Libraries, imported without what reads the versions of libraries.

tabulate looks up its own version as it is imported, and urllib3 imports what would look up that of an HTTP/2 library.
Nobody asks for either here. `importlib.metadata` imports archives and CSV for that, and searches folders: 10 of about
250 ms of a trace (`make bench` measures it).
"""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

_NAME: Final = "importlib.metadata"

_NOT_ASKED_FOR: Final = frozenset({"tabulate", "h2"})


class _Standin(ModuleType):
    """Stands for `importlib.metadata`: it does not find the versions above, and has the module itself do all else."""

    PackageNotFoundError = ModuleNotFoundError
    """What the module's own is a kind of."""

    def version(self, name: str) -> str:
        """The version of a library.

        Raises:
            ModuleNotFoundError: it is not installed, or nobody asks for its version.
        """
        if name in _NOT_ASKED_FOR:
            raise self.PackageNotFoundError(name)
        found: str = _itself().version(name)
        return found

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any part of a module
        if name.startswith("__"):  # what the import system asks every module for
            raise AttributeError(name)
        return getattr(_itself(), name)


_STANDIN: Final = _Standin(_NAME)


@contextmanager
def versions_not_read() -> Iterator[None]:
    """Within it, tabulate and urllib3 are imported without `importlib.metadata`, unless that is imported already.

    Threads that import other libraries meanwhile get what they ask for.
    """
    if _NAME not in sys.modules:
        sys.modules[_NAME] = _STANDIN
        # Whoever has written `import importlib.metadata` looks there, and perhaps later.
        setattr(importlib, "metadata", _STANDIN)  # noqa: B010 - the type checker knows it as the module
    try:
        yield
    finally:
        _remove()


def _itself() -> Any:  # noqa: ANN401 - a module
    _remove()
    return importlib.import_module(_NAME)


def _remove() -> None:
    if sys.modules.get(_NAME) is _STANDIN:
        sys.modules.pop(_NAME, None)
