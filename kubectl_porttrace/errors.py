"""Failures a person should read: one sentence and a hint, never a traceback."""


class PorttraceError(Exception):
    """It could not run: exit code 1.

    Args:
        message: one sentence that says what is wrong.
        hint: what to try next; empty where there is nothing to say.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PorttraceError):
    """The command line asks for something that cannot be: exit code 2."""

    exit_code = 2


class UnreachableError(PorttraceError):
    """The cluster could not be reached, or would not let us in."""


class UnreadableError(PorttraceError):
    """A file could not be read or understood."""


class NotFoundError(PorttraceError):
    """What was asked for does not exist."""
