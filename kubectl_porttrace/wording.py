"""How every text counts things and lists names."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


def count(number: int, noun: str) -> str:
    """`1 pod`, `3 pods`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def some(names: Sequence[str], shown: int = 3) -> str:
    """The first few names and how many more there are: `a, b, c and 4 more`."""
    listed = ", ".join(names[:shown])
    return listed if len(names) <= shown else f"{listed} and {len(names) - shown} more"


LONGEST_NAME = 253
"""Letters of the longest name that an object can have (`IsDNS1123Subdomain`)."""


def meant(word: str, names: Iterable[str], most: int = 1) -> list[str]:
    """The names that a word reads like, the closest first; longer ones take long to compare and are passed over."""
    if len(word) > LONGEST_NAME:
        return []
    return get_close_matches(word, [name for name in names if len(name) <= LONGEST_NAME], n=most)
