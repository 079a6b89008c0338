"""What holds secrets, and therefore does not show what it holds."""

import msgspec


class HiddenValue(msgspec.Struct, frozen=True):
    """A value of which only its type is shown: a traceback, or a message, may be read by others."""

    def __repr__(self) -> str:
        """Only what it is."""
        return f"{type(self).__name__}(...)"
