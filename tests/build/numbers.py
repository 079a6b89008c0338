"""Numbers that tell pods and slices apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

_numbers = count(1)


def next_number() -> int:
    """A number that nothing had before."""
    return next(_numbers)


@contextmanager
def from_one() -> Iterator[None]:
    """Count from one again for a while, for outputs that are compared whole."""
    global _numbers  # noqa: PLW0603 - it is what this is for
    before, _numbers = _numbers, count(1)
    try:
        yield
    finally:
        _numbers = before
