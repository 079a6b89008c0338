"""Select Graphic Rendition (ECMA-48, 8.3.117): the sequences by which a program colours its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SEQUENCE = re.compile(r"\x1b\[([0-9;]*)m")
_RESET = 0


@dataclass(frozen=True)
class Run:
    """Letters of one look: the parameters that are in force, such as 1 for bold and 31 for red."""

    text: str
    parameters: frozenset[int] = frozenset()


def lines(shown: str) -> tuple[tuple[Run, ...], ...]:
    """The lines of what was shown, without the sequences.

    Raises:
        ValueError: it holds other control characters, which a drawing of text and colours cannot show.
    """
    return tuple(tuple(_runs(line)) for line in shown.removesuffix("\n").split("\n"))


def _runs(line: str) -> Iterator[Run]:
    in_force: frozenset[int] = frozenset()
    # The pattern has one group, so texts and parameters take turns.
    for place, part in enumerate(_SEQUENCE.split(line)):
        if place % 2:
            in_force = _after(in_force, part)
        elif not part.isprintable():
            raise ValueError(f"not only text and colours: {line!r}")
        elif part:
            yield Run(part, in_force)
    if in_force:
        raise ValueError(f"colours beyond the end of the line: {line!r}")


def _after(in_force: frozenset[int], sequence: str) -> frozenset[int]:
    for parameter in sequence.split(";"):
        number = int(parameter or _RESET)
        in_force = in_force | {number} if number != _RESET else frozenset()
    return in_force
