"""Whether two words are probably one, misspelt."""

MAX_EDITS = 2
SHORTEST_FOR_ONE_EDIT = 3
SHORTEST_FOR_TWO_EDITS = 6
SHORTEST_MISTYPED = 5


def edits_between(one: str, other: str) -> int | None:
    """How many edits are between two words that may be the same one misspelt; None where they are just different."""
    first, second = folded(one), folded(other)
    if not first or not second:
        return None
    allowed = _allowed(min(len(first), len(second)))
    if abs(len(first) - len(second)) > allowed:
        return None
    return _distance(first, second, allowed)


def similar(one: str, other: str) -> bool:
    """Whether two names are probably one, misspelt. `web-1` and `web-2` are two things: their digits differ."""
    return digits_of(one) == digits_of(other) and edits_between(one, other) is not None


def one_digit_apart(one: str, other: str) -> bool:
    """Whether two numbers differ by one digit: added, left out, changed, or swapped with its neighbour."""
    return abs(len(one) - len(other)) <= 1 and _distance(one, other, 1) == 1


def mistyped(one: str, other: str) -> bool:
    """Whether two names can hardly be anything but one, mistyped: one edit within a word of five letters or more.

    `active` and `inactive`, `internal` and `external`, `reader` and `leader` are similar too, and are opposites.
    """
    edits = edits_between(one, other) if similar(one, other) else None
    if edits is None or edits > 1 or min(len(one), len(other)) < SHORTEST_MISTYPED:
        return False
    return (one[0], one[-1]) == (other[0], other[-1])


def digits_of(name: str) -> str:
    """The digits of a name, in order: what tells `web-1` from `web-2`."""
    return "".join(filter(str.isdigit, name))


def folded(word: str) -> str:
    """A word without what does not count when it is compared."""
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
