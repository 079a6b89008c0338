"""What one run took, and what many runs took together."""

from collections.abc import Iterable
from statistics import median

import msgspec


class Sample(msgspec.Struct, frozen=True):
    """One process from start to end: seconds, processor seconds with its children's, most bytes of one of them."""

    code: int
    wall: float
    cpu: float
    peak: float


class Spread(msgspec.Struct, frozen=True):
    """Many figures of one kind."""

    median: float
    min: float
    max: float


class Taken(msgspec.Struct, frozen=True):
    """What the runs of one command took."""

    wall: Spread
    cpu: Spread
    peak: Spread


def spread(figures: Iterable[float]) -> Spread:
    """Sum up figures, to four digits behind the point. ValueError where there is none."""
    listed = [round(each, 4) for each in figures]
    if not listed:
        raise ValueError("nothing was measured")
    return Spread(round(median(listed), 4), min(listed), max(listed))


def taken(samples: Iterable[Sample]) -> Taken:
    """Sum up runs of one command."""
    listed = list(samples)
    return Taken(
        wall=spread(each.wall for each in listed),
        cpu=spread(each.cpu for each in listed),
        peak=spread(each.peak for each in listed),
    )
