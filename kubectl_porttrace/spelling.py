"""Words that are probably one word misspelt, and names that are probably one name generated anew."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

MAX_EDITS = 2
SHORTEST_FOR_ONE_EDIT = 3
SHORTEST_FOR_TWO_EDITS = 6
SHORTEST_FOR_A_SLIP = 5

FEW = 50
"""So many words are compared one by one."""

LONGEST_LOOKED_UP = 20
"""Letters. Names of ports have 15 at most; what is left of longer words takes too much memory."""

# Kustomize appends ten letters and digits of a hash of the content (`api/hasher/hasher.go:encode`).
_HASHED = r"(?P<base>.+)-[bcdfghkmt2456789]{10}"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was most likely meant by a misspelt word.

    Case, hyphens and underscores do not count. Beyond that, words of three letters and more may differ by one edit
    and words of six and more by two, where an edit is a letter added, left out, changed, or swapped with its
    neighbour.

    Args:
        word: what was written.
        candidates: what there is; the word itself is passed over.

    Returns:
        The closest candidate; None where none is close, or where several are equally close.
    """
    close = {
        candidate: edits
        for candidate in _worth_comparing(word, frozenset(candidates))
        if candidate != word and (edits := edits_between(word, candidate)) is not None
    }
    fewest = min(close.values(), default=0)
    best = [candidate for candidate, edits in close.items() if edits == fewest]
    return best[0] if len(best) == 1 else None


def _worth_comparing(word: str, there: frozenset[str]) -> frozenset[str]:
    """Those of some words that may be near one: of many, not all are compared with each that is asked about."""
    folded = _folded(word)
    if len(there) <= FEW or len(folded) > LONGEST_LOOKED_UP:
        return there
    known, long = _by_what_is_left(there)
    return long.union(*(known.get(each, ()) for each in _left(folded)))


@lru_cache(maxsize=8)
def _by_what_is_left(there: frozenset[str]) -> tuple[Mapping[str, Sequence[str]], frozenset[str]]:
    """Words by what is left of each without up to two of its letters; and those too long for that.

    Two words that are two edits apart have something left in common: an edit takes a letter of either or of both.
    """
    folded = {each: _folded(each) for each in there}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each, letters in folded.items():
        for left in _left(letters) if len(letters) <= LONGEST_LOOKED_UP else ():
            found[left].append(each)
    return found, frozenset(each for each, letters in folded.items() if len(letters) > LONGEST_LOOKED_UP)


def _left(word: str) -> frozenset[str]:
    once = {word[:place] + word[place + 1 :] for place in range(len(word))}
    twice = {each[:place] + each[place + 1 :] for each in once for place in range(len(each))}
    return frozenset({word, *once, *twice})


def likely_meant(name: str, candidates: Iterable[str]) -> str | None:
    """The name that was most likely meant by one that does not exist: one misspelt, or of a generation before or after.

    Args:
        name: what was written.
        candidates: what there is.

    Returns:
        The name itself where it is there; None where none is meant in all likelihood, or where several may be.
    """
    there = frozenset(candidates)
    if name in there:
        return name
    generated = [other for other in there if _base(name) is not None and _base(other) == _base(name)]
    return generated[0] if len(generated) == 1 else nearest(name, there)


def _base(name: str) -> str | None:
    found = re.fullmatch(_HASHED, name)
    return found["base"] if found else None


def edits_between(one: str, other: str) -> int | None:
    """How many edits are between two words that may be the same one misspelt; None where they are just different."""
    first, second = _folded(one), _folded(other)
    if not first or not second:
        return None
    allowed = _allowed(min(len(first), len(second)))
    if abs(len(first) - len(second)) > allowed:
        return None
    return _distance(first, second, allowed)


def similar(one: str, other: str) -> bool:
    """Whether two names are probably one, misspelt. `web-1` and `web-2` are two things: their digits differ."""
    return digits_of(one) == digits_of(other) and edits_between(one, other) is not None


def one_slip_away(one: str, other: str) -> bool:
    """Whether two numbers differ by one digit: added, left out, changed, or swapped with its neighbour."""
    return abs(len(one) - len(other)) <= 1 and _distance(one, other, 1) == 1


def slip_of(one: str, other: str) -> bool:
    """Whether two names can hardly be anything but one, mistyped: one edit within a word of five letters or more.

    `active` and `inactive`, `internal` and `external`, `reader` and `leader` are similar too, and are opposites.
    """
    edits = edits_between(one, other) if similar(one, other) else None
    if edits is None or edits > 1 or min(len(one), len(other)) < SHORTEST_FOR_A_SLIP:
        return False
    return (one[0], one[-1]) == (other[0], other[-1])


def digits_of(name: str) -> str:
    """The digits of a name, in order: what tells `web-1` from `web-2`."""
    return "".join(filter(str.isdigit, name))


def _folded(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "")


def _allowed(length: int) -> int:
    if length >= SHORTEST_FOR_TWO_EDITS:
        return MAX_EDITS
    return 1 if length >= SHORTEST_FOR_ONE_EDIT else 0


def _distance(one: str, other: str, most: int) -> int | None:
    """Damerau-Levenshtein distance in which no letter is edited twice (optimal string alignment); None if over `most`.

    Only cells within `most` of the diagonal can count: the work grows with the length, not with its square.
    """
    beyond = most + 1
    before: dict[int, int] = {}
    above = {column: column for column in range(min(len(other), most) + 1)}
    for row, letter in enumerate(one, start=1):
        current = {0: row} if row <= most else {}
        for column in range(max(1, row - most), min(len(other), row + most) + 1):
            facing = other[column - 1]
            edits = min(
                above.get(column, beyond) + 1,
                current.get(column - 1, beyond) + 1,
                above.get(column - 1, beyond) + (letter != facing),
            )
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing:
                edits = min(edits, before.get(column - 2, beyond) + 1)
            current[column] = edits
        # A swap reaches back two rows, and costs one edit more than what stands there.
        if min(current.values(), default=beyond) > most and min(above.values(), default=beyond) >= most:
            return None
        before, above = above, current
    edits = above.get(len(other), beyond)
    return edits if edits <= most else None
