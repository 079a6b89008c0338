"""What is said of a failure that nobody foresaw: one sentence, and nothing that may be secret."""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parent
_DEBUG = "PORTTRACE_DEBUG"


def told(error: BaseException) -> str:
    """The words for standard error.

    The message of an exception may hold a token, in whatever form a library prints it, so it is never shown; with
    PORTTRACE_DEBUG=1 the types of the exceptions and where they were raised are.
    """
    said = f"error: {_sentence(error)}\n"
    if os.environ.get(_DEBUG) == "1":
        return said + "".join(_trace(error))
    if isinstance(error, (OSError, MemoryError)):
        return said
    return (
        f"{said}hint: this is a mistake of the program: report it with what {_DEBUG}=1 prints, which holds no secret\n"
    )


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return f"the system refused what was needed: {os.strerror(error.errno).lower()}"
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    return f"kubectl porttrace failed: {type(error).__name__} {_place(error)}"


def _place(error: BaseException) -> str:
    """The last line of this package on the way to the failure."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if _PACKAGE in Path(frame.filename).parents]
    if not ours:
        return "outside of its own code"
    return f"in {Path(ours[-1].filename).relative_to(_PACKAGE.parent)}, line {ours[-1].lineno}"


def _trace(error: BaseException | None) -> Iterator[str]:
    """The exceptions, the first cause first, without their messages."""
    if error is None:
        return
    yield from _trace(error.__cause__ or error.__context__)
    yield from traceback.format_list(traceback.extract_tb(error.__traceback__))
    yield f"{type(error).__module__}.{type(error).__qualname__} (its message may hold a secret)\n"
