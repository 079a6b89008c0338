"""What one run took, and what many runs took together."""

from collections.abc import Iterable
from statistics import median

import msgspec

from bench.server import Bill


class Sample(msgspec.Struct, frozen=True):
    """One process from start to end: seconds, processor seconds with its children's, most bytes of one of them.

    `bill` is what it cost the API server, where that was measured.
    """

    code: int
    wall: float
    cpu: float
    peak: float
    bill: Bill | None = None


class Spread(msgspec.Struct, frozen=True):
    """Many figures of one kind."""

    median: float
    min: float
    max: float


class Taken(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the runs of one command took, and cost the API server: processor seconds, and bytes sent, where measured."""

    wall: Spread
    cpu: Spread
    peak: Spread
    server_cpu: Spread | None = None
    sent: Spread | None = None


def spread(figures: Iterable[float]) -> Spread:
    """Sum up figures, to four digits behind the point. ValueError where there is none."""
    listed = [round(each, 4) for each in figures]
    if not listed:
        raise ValueError("nothing was measured")
    return Spread(round(median(listed), 4), min(listed), max(listed))


def taken(samples: Iterable[Sample]) -> Taken:
    """Sum up runs of one command."""
    listed = list(samples)
    bills = [each.bill for each in listed if each.bill is not None]
    return Taken(
        wall=spread(each.wall for each in listed),
        cpu=spread(each.cpu for each in listed),
        peak=spread(each.peak for each in listed),
        server_cpu=spread(bill.cpu for bill in bills) if bills else None,
        sent=spread(bill.sent for bill in bills) if bills else None,
    )
