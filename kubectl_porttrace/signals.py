"""SIGINT and SIGTERM end the program by exception, so that what was written for the time of the run is removed."""

import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM

_SOON = 0.01
"""Seconds: what Python called is over by then. If not, the exception is lost again, and comes once more."""


def end_on_signals() -> None:
    """Have SIGTERM raise SystemExit with its exit code, as SIGINT raises KeyboardInterrupt.

    Python drops an exception that is raised while it runs a callback of a weak reference or `__del__`: the import of a
    module has such callbacks. So what is dropped there is raised once more, from wherever the program is then.
    """
    signal.signal(signal.SIGTERM, _terminate)
    sys.unraisablehook = _raise_again


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)


def _raise_again(dropped: "UnraisableHookArgs") -> None:
    number = {KeyboardInterrupt: signal.SIGINT, SystemExit: signal.SIGTERM}.get(dropped.exc_type)
    if number is None:
        sys.__unraisablehook__(dropped)
    elif sys.platform != "win32":  # which has no timers; Ctrl-C has to be pressed again there
        signal.signal(signal.SIGALRM, signal.getsignal(number))
        signal.setitimer(signal.ITIMER_REAL, _SOON)
