"""The documentation of a code, cut into what a page sets: paragraphs, listings, and code within a sentence."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from kubectl_porttrace.checks.catalogue import all_checks


class Piece(msgspec.Struct, frozen=True):
    """Some words; `code` where they are to be read letter by letter."""

    text: str
    code: bool


class Block(msgspec.Struct, frozen=True):
    """A paragraph or a listing; `label` is the word it begins with, such as `Why`, empty for none."""

    label: str
    pieces: tuple[Piece, ...]
    listing: bool = False


class Explained(msgspec.Struct, frozen=True):
    """A code, what the check is called, and what its documentation says."""

    code: str
    name: str
    blocks: tuple[Block, ...]


_LABELLED = re.compile(r"([A-Z][a-z]+): (.*)", re.DOTALL)


def explained(codes: Iterable[str]) -> tuple[Explained, ...]:
    """What is known of these codes, each once, in their order; of one that is not known nothing is said."""
    checks = all_checks()
    return tuple(
        Explained(code, checks[code].name, tuple(_blocks(checks[code].documentation)))
        for code in sorted(set(codes))
        if code in checks
    )


def _blocks(documentation: str) -> Iterator[Block]:
    for block in documentation.strip("\n").split("\n\n"):
        if block.startswith(" "):
            yield Block("", (Piece(block, code=True),), listing=True)
            continue
        text = " ".join(block.split())
        labelled = _LABELLED.fullmatch(text)
        label, said = (labelled[1], labelled[2]) if labelled else ("", text)
        yield Block(label, tuple(_pieces(said)))


def _pieces(text: str) -> Iterator[Piece]:
    """What stands between backticks is code."""
    for place, words in enumerate(text.split("`")):
        if words:
            yield Piece(words, code=place % 2 == 1)
