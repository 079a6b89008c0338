"""Which of many words a misspelt one was meant to be: found without comparing it with each."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TypeAlias

from kubectl_porttrace.model.indexing import Key, grouped
from kubectl_porttrace.spelling import MAX_EDITS, digits_of, edits_between, folded, similar

FEW = 50
"""So many words are compared one by one."""

MOST = 200
"""What more words than these have in common says nothing of any of them: they are not compared for it."""

LONGEST_LOOKED_UP = 20
"""Letters. Names of ports have 15 at most; what is left of longer words takes too much memory."""

PIECES = 2 * MAX_EDITS + 1
"""An edit changes two letters at most, which swap: of so many pieces of a word, one stays as it is."""

# Kustomize appends ten letters and digits of a hash of the content (`api/hasher/hasher.go:encode`).
_HASHED = r"(?P<base>.+)-[bcdfghkmt2456789]{10}"

_Piece: TypeAlias = tuple[int, int, str]


class Spellings:
    """Words that there are. What is looked up in them is worked out when it is first needed, in time linear in them."""

    def __init__(self, words: Iterable[str]) -> None:
        """Take the words that there are."""
        self._words = frozenset(words)

    def nearest(self, word: str) -> str | None:
        """The word that was most likely meant by a misspelt one.

        Case, hyphens and underscores do not count. Beyond that, words of three letters and more may differ by one edit
        and words of six and more by two, where an edit is a letter added, left out, changed, or swapped with its
        neighbour.

        Args:
            word: what was written; where it is there itself, it is passed over.

        Returns:
            The closest one; None where none is close, or where several are equally close.
        """
        close = {
            each: edits
            for each in self.worth_comparing(word)
            if each != word and (edits := edits_between(word, each)) is not None
        }
        fewest = min(close.values(), default=0)
        best = [each for each, edits in close.items() if edits == fewest]
        return best[0] if len(best) == 1 else None

    def likely_meant(self, name: str) -> str | None:
        """The name that was most likely meant by one that is not there: misspelt, or a generation before or after.

        Returns:
            The name itself where it is there; None where none is meant in all likelihood, or where several may be.
        """
        if name in self._words:
            return name
        base = _base(name)
        generated = self._generated.get(base, ()) if base else ()
        return generated[0] if len(generated) == 1 else self.nearest(name)

    def similar_to(self, word: str) -> frozenset[str]:
        """Those that are probably the same word, misspelt: their digits are the same."""
        return frozenset(each for each in self.worth_comparing(word) if similar(each, word))

    def worth_comparing(self, word: str) -> Collection[str]:
        """Those that may be near a word: of many, not all are compared with each that is asked about."""
        if len(self._words) <= FEW:
            return self._words
        letters = folded(word)
        by_letters: Iterable[Sequence[str]]
        if len(letters) <= LONGEST_LOOKED_UP:
            by_letters = (self._by_what_is_left.get(each, ()) for each in _left(letters))
        else:
            by_letters = (self._by_piece.get(each, ()) for each in _pieces_near(letters))
        return frozenset(self._by_digits.get(digits_of(word), ())).union(*by_letters)

    @property
    def _folded(self) -> Iterator[tuple[str, str]]:
        return ((each, folded(each)) for each in self._words)

    @cached_property
    def _by_what_is_left(self) -> Mapping[str, Sequence[str]]:
        """Words by what is left of each without up to two of its letters.

        Two words that are two edits apart have something left in common: an edit takes a letter of either or of both.
        """
        return _telling(
            (left, each)
            for each, letters in self._folded
            if len(letters) <= LONGEST_LOOKED_UP + MAX_EDITS
            for left in _left(letters)
        )

    @cached_property
    def _by_piece(self) -> Mapping[_Piece, Sequence[str]]:
        """Long words by the pieces of each."""
        return _telling((piece, each) for each, letters in self._folded for piece in _pieces(letters))

    @cached_property
    def _by_digits(self) -> Mapping[str, Sequence[str]]:
        digits = ((digits_of(each), each) for each in self._words)
        return _telling(((each, word) for each, word in digits if each), FEW)

    @cached_property
    def _generated(self) -> Mapping[str, Sequence[str]]:
        """Words that end in a hash, by what stands before it."""
        bases = ((_base(each), each) for each in self._words)
        return grouped((base, each) for base, each in bases if base)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was most likely meant by a misspelt word, as `Spellings.nearest` says."""
    return _spellings(frozenset(candidates)).nearest(word)


@lru_cache(maxsize=8)
def _spellings(words: frozenset[str]) -> Spellings:
    return Spellings(words)


def _telling(pairs: Iterable[tuple[Key, str]], most: int = MOST) -> Mapping[Key, Sequence[str]]:
    """Words by what they have in common, where that tells them from most others."""
    return {key: words for key, words in grouped(pairs).items() if len(words) <= most}


def _left(letters: str) -> frozenset[str]:
    """What is left of a word without up to two of its letters."""
    once = {letters[:place] + letters[place + 1 :] for place in range(len(letters))}
    twice = {each[:place] + each[place + 1 :] for each in once for place in range(len(each))}
    return frozenset({letters, *once, *twice})


def _pieces(letters: str) -> Iterator[_Piece]:
    """The pieces of a long word, each with how long the word is and where the piece begins."""
    if len(letters) > LONGEST_LOOKED_UP - MAX_EDITS:
        for start, end in _cuts(len(letters)):
            yield len(letters), start, letters[start:end]


def _pieces_near(letters: str) -> Iterator[_Piece]:
    """The pieces of words as long as may be, that stand in this one at most so far off as edits can move them."""
    moves = range(-MAX_EDITS, MAX_EDITS + 1)
    for length in (len(letters) + more for more in moves):
        for start, end in _cuts(length):
            for move in moves:
                yield length, start, letters[max(start + move, 0) : end + move]


def _cuts(length: int) -> Iterator[tuple[int, int]]:
    places = [length * piece // PIECES for piece in range(PIECES + 1)]
    return pairwise(places)


def _base(name: str) -> str | None:
    found = re.fullmatch(_HASHED, name)
    return found["base"] if found else None
