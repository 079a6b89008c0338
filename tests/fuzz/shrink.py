"""The smallest input that fails in the same way."""

from collections.abc import Callable

Parts = tuple[bytes, ...]
MOST_TRIES = 2000


def shrunk(parts: Parts, fails: Callable[[Parts], bool]) -> Parts:
    """The input with all cut out that it fails without, as far as a bounded number of tries gets."""
    left = MOST_TRIES
    size = max(map(len, parts), default=0)
    while size and left > 0:
        smaller = None
        for number, part in enumerate(parts):
            for place in range(0, len(part), size):
                tried = (*parts[:number], part[:place] + part[place + size :], *parts[number + 1 :])
                left -= 1
                if left > 0 and fails(tried):
                    smaller = tried
                    break
            if smaller is not None:
                break
        if smaller is None:
            size //= 2
        else:
            parts = smaller
    return parts
