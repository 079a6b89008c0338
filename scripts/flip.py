"""A rule, and its opposite."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flip:
    """What stands in a file, and what would be the opposite of it."""

    name: str
    file: str
    rule: str
    opposite: str
