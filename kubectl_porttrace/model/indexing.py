"""Objects grouped for look-ups, by label or by any key, and picked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Item = TypeVar("Item")


def grouped(pairs: Iterable[tuple[Key, Item]]) -> Mapping[Key, tuple[Item, ...]]:
    """The items of each key, in the order given."""
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for key, item in pairs:
        groups[key].append(item)
    return {key: tuple(items) for key, items in groups.items()}


def fewest(by_label: Mapping[tuple[str, str], tuple[Item, ...]], selector: Mapping[str, str]) -> tuple[Item, ...]:
    """What carries the rarest pair of a selector, among which is what carries all; nothing for an empty one."""
    return min((by_label.get(pair, ()) for pair in selector.items()), key=len, default=())


def kept_of(items: tuple[Item, ...], kept: list[Item]) -> tuple[Item, ...]:
    """Those of some items that were kept; where that is all of them it is the same tuple, which is not held twice."""
    return items if len(kept) == len(items) else tuple(kept)
