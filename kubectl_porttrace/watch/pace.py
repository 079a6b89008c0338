"""When to look again: soon after a change, seldom while nothing changes, and never so often that it is a burden."""

from typing import Final

DEBOUNCE: Final = 0.2
"""Seconds after a change, for those that come with it."""

REST: Final = 10.0
"""Seconds without a change, for what findings say of ages."""

SHARE: Final = 40.0
"""After a look, so many times as long as it took of processor time before the next: a fortieth of one processor."""

LONGEST: Final = 5.0
"""Seconds after which a change is looked at, however long a look takes."""


class Pace:
    """Tells when the next look is due. All times are seconds of one clock that goes on."""

    def __init__(self) -> None:
        """Begin with a look that is due at once."""
        self._changed: float | None = None
        self._ended: float | None = None
        self._cost = 0.0

    @property
    def waiting(self) -> bool:
        """Whether there is a change that no look has seen."""
        return self._changed is not None

    def changed(self, now: float) -> None:
        """Something changed; only the first of several changes counts."""
        self._changed = now if self._changed is None else self._changed

    def looked(self, now: float, cost: float) -> None:
        """A look has ended, which took so many seconds of processor time; the first loads what all others use."""
        first = self._ended is None
        self._changed, self._ended, self._cost = None, now, 0.0 if first else cost

    def due(self, now: float, rest: float = REST) -> bool:
        """Whether to look now.

        Args:
            now: the time.
            rest: the seconds between two looks while nothing changes.
        """
        if self._ended is None:
            return True
        if self._changed is None:
            return now >= self._ended + max(rest, self._breath)
        return now >= max(self._changed + DEBOUNCE, self._ended + self._breath)

    @property
    def _breath(self) -> float:
        return min(LONGEST, self._cost * SHARE)
