"""Which part of one report is which part of the other."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from kubectl_porttrace.report.v1 import PortTrace, ServiceTrace

Item = TypeVar("Item")
Pair = tuple[Item | None, Item | None]
"""The same thing before and after; None where it is not."""


def paired(before: Iterable[Item], after: Iterable[Item], *keys: Callable[[Item], Hashable]) -> list[Pair[Item]]:
    """Pair what has one key, first by the first key, then what is left by the next.

    Of several things with one key the first is paired with the first.

    Args:
        before: the things of one side.
        after: those of the other.
        keys: what two things have in common that are the same, the surest first.

    Returns:
        The pairs in the order of `after`, then what is only in `before`.
    """
    left, right = list(before), list(after)
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for key in keys:
        free: dict[Hashable, list[int]] = {}
        for place, item in enumerate(left):
            if place not in taken:
                free.setdefault(key(item), []).append(place)
        for place, item in enumerate(right):
            places = free.get(key(item)) if place not in partner else None
            if places:
                partner[place] = places.pop(0)
                taken.add(partner[place])
    both: list[Pair[Item]] = [
        (left[partner[place]] if place in partner else None, item) for place, item in enumerate(right)
    ]
    return both + [(item, None) for place, item in enumerate(left) if place not in taken]


def paired_ports(before: ServiceTrace, after: ServiceTrace) -> list[Pair[PortTrace]]:
    """The ports of a Service: by name and protocol; a port that got or lost its name, by number and protocol."""
    return paired(before.ports, after.ports, _by_name, _by_number)


def _by_name(port: PortTrace) -> Hashable:
    return port.name or port.port, port.protocol


def _by_number(port: PortTrace) -> Hashable:
    return port.port, port.protocol


def both(pairs: Sequence[Pair[Item]]) -> Iterator[tuple[Item, Item]]:
    """Those that are on both sides."""
    for before, after in pairs:
        if before is not None and after is not None:
            yield before, after
