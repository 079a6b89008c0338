"""Regular expressions as Prometheus matches them: RE2, anchored at both ends, in time that grows with the text only.

What is written in a monitor comes from a cluster, and Python's own matcher can be kept busy for years by 20 letters.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial, reduce
from typing import Final

Positions = frozenset[int]
Step = Callable[[str, Positions], Positions]
"""Where a part of an expression may end in a text, given where it may begin."""

MOST_NESTED: Final = 3
"""So many repetitions may stand within each other; more are not evaluated."""
MOST_REPEATED: Final = 1000
"""As RE2: an expression with more is refused."""

_TOKEN: Final = re.compile(
    r"""(?P<open>\((?:\?:)?)(?!\?) | (?P<close>\)) | (?P<either>\|) | (?P<start>\^) | (?P<end>\$) | (?P<any>\.)
    | (?P<repeat>[*+?]|\{\d{1,4}(?:,\d{0,4})?\})\??(?![*+?{])
    | (?P<class>\[\^?(?:-?[A-Za-z0-9_.,:;/@])+-?\])
    | \\(?P<kind>[dwDW]) | \\(?P<escaped>[-.+*?()|\[\]{}^$/_]) | (?P<letter>[-A-Za-z0-9_,:;/@=~<>!#%&'" ])""",
    re.VERBOSE,
)
_KINDS: Final = {"d": "[0-9]", "w": "[0-9A-Za-z_]", "D": "[^0-9]", "W": "[^0-9A-Za-z_]"}
_BOUNDS: Final = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class _UnknownError(Exception):
    """The expression is none, or uses what is not evaluated here."""


def fully_matches(expression: str, text: str) -> bool | None:
    """Whether an expression matches all of a text; None for what is not evaluated here, such as flags.

    Source: `github.com/prometheus/prometheus/model/relabel:NewRegexp`, which anchors what is written.
    """
    step = _compiled(expression)
    return None if step is None else len(text) in step(text, frozenset({0}))


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Step | None:
    try:
        return _Parser(expression).parse()
    except _UnknownError:
        return None


class _Parser:
    """One expression, taken apart from left to right."""

    def __init__(self, expression: str) -> None:
        self._tokens = list(_tokens(expression))

    def parse(self) -> Step:
        step, _ = self._alternatives()
        if self._tokens:
            raise _UnknownError
        return step

    def _alternatives(self) -> tuple[Step, int]:
        """What `|` separates, and how many repetitions stand within each other in it."""
        found = [self._sequence()]
        while self._tokens and self._tokens[0][0] == "either":
            self._tokens.pop(0)
            found.append(self._sequence())
        steps = tuple(step for step, _ in found)
        return partial(_any_of, steps), max(depth for _, depth in found)

    def _sequence(self) -> tuple[Step, int]:
        steps: list[Step] = []
        deepest = 0
        while self._tokens and self._tokens[0][0] not in {"either", "close"}:
            step, depth = self._single()
            if self._tokens and self._tokens[0][0] == "repeat":
                least, most = _bounds(self._tokens.pop(0)[1])
                step, depth = partial(_repeated, step, least, most), depth + 1
            if depth > MOST_NESTED:
                raise _UnknownError
            steps.append(step)
            deepest = max(deepest, depth)
        return partial(_one_after_the_other, tuple(steps)), deepest

    def _single(self) -> tuple[Step, int]:
        kind, written = self._tokens.pop(0)
        if kind == "open":
            inner = self._alternatives()
            if not self._tokens or self._tokens.pop(0)[0] != "close":
                raise _UnknownError
            return inner
        if kind in {"start", "end"}:
            return (_at_start if kind == "start" else _at_end), 0
        if kind == "repeat":
            raise _UnknownError
        return partial(_letter, _accepting(kind, written)), 0


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(expression):
        found = _TOKEN.match(expression, place)
        if found is None or found.lastgroup is None:
            raise _UnknownError
        yield found.lastgroup, found[found.lastgroup]
        place = found.end()


def _bounds(written: str) -> tuple[int, int | None]:
    if written in _BOUNDS:
        return _BOUNDS[written]
    least, comma, most = written[1:-1].partition(",")
    bounds = int(least), int(most) if most else None if comma else int(least)
    if max(bounds[0], bounds[1] or 0) > MOST_REPEATED or (bounds[1] is not None and bounds[1] < bounds[0]):
        raise _UnknownError
    return bounds


def _accepting(kind: str, written: str) -> Callable[[str], object]:
    """What one letter has to be."""
    if kind == "any":
        return lambda _letter: True
    if kind in {"class", "kind"}:
        try:
            return re.compile(_KINDS.get(written, written)).fullmatch
        except re.error as error:
            raise _UnknownError from error
    return written.__eq__


def _letter(accepts: Callable[[str], object], text: str, at: Positions) -> Positions:
    return frozenset(place + 1 for place in at if place < len(text) and accepts(text[place]))


def _at_start(_text: str, at: Positions) -> Positions:
    return at & {0}


def _at_end(text: str, at: Positions) -> Positions:
    return at & {len(text)}


def _any_of(steps: tuple[Step, ...], text: str, at: Positions) -> Positions:
    return frozenset().union(*(step(text, at) for step in steps))


def _one_after_the_other(steps: tuple[Step, ...], text: str, at: Positions) -> Positions:
    return reduce(lambda reached, step: step(text, reached) if reached else reached, steps, at)


def _repeated(step: Step, least: int, most: int | None, text: str, at: Positions) -> Positions:
    """Positions only grow, so that after as many rounds as there are letters nothing changes any more."""
    for _ in range(least):
        if (reached := step(text, at)) == at:
            break
        at = reached
    reached = at
    for _ in range(len(text) if most is None else min(len(text), most - least)):
        further = reached | step(text, reached)
        if further == reached:
            break
        reached = further
    return reached
