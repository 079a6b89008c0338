"""Text that has to fit: columns it takes, names shortened, sentences wrapped."""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate

ELLIPSIS = "…"


def separated(blocks: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of some blocks, each with its end, and an empty line between two blocks."""
    begun = False
    for block in blocks:
        for place, line in enumerate(block):
            yield f"\n{line}\n" if begun and not place else f"{line}\n"
            begun = True


def columns_of(text: str) -> int:
    """The columns a terminal needs for some text: two for a wide East Asian character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def shorten(text: str, limit: int) -> str:
    """At most `limit` columns of a text: its middle is left out, because names differ at their ends."""
    if columns_of(text) <= limit:
        return text
    kept = max(limit - 1, 0)
    head, tail = kept // 2, kept - kept // 2
    return f"{_start(text, head)}{ELLIPSIS}{_start(text[::-1], tail)[::-1]}" if limit > 0 else ""


def cut(text: str, limit: int) -> str:
    """At most `limit` columns of a sentence: whole words from its start, then an ellipsis."""
    if columns_of(text) <= limit:
        return text
    start = _start(text, limit - 1)
    return f"{start.rpartition(' ')[0].rstrip(',;:') or start}{ELLIPSIS}"


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Break a sentence between words into lines of at most `width` columns.

    Args:
        text: the sentence.
        width: the columns there are.
        first: what the first line starts with.
        rest: what the others start with; as many blanks as `first` is long where None.

    Returns:
        The lines, at least one. A word that alone is too long is shortened in its middle.
    """
    return flow(text.split(), width, first, rest, gap=" ")


def flow(pieces: Iterable[str], width: int, first: str = "", rest: str | None = None, *, gap: str = "   ") -> list[str]:
    """Set pieces side by side, on as many lines as it takes; a piece is never broken, only shortened.

    Args:
        pieces: what to write.
        width: the columns there are.
        first: what the first line starts with.
        rest: what the others start with; as many blanks as `first` is long where None.
        gap: what stands between two pieces of one line.
    """
    hanging = " " * columns_of(first) if rest is None else rest
    lines = [first]
    empty = True
    for piece in pieces:
        fitted = shorten(piece, width - columns_of(hanging))
        joined = lines[-1] + ("" if empty else gap) + fitted
        if empty or columns_of(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(hanging + fitted)
        empty = False
    return lines


def paragraphs(text: str, width: int) -> Iterator[str]:
    """Wrap each paragraph of a document by itself; indented lines stay as they are.

    What stands between backticks is kept on one line, where it fits on one.
    """
    for number, block in enumerate(text.strip("\n").split("\n\n")):
        if number:
            yield ""
        if block.startswith(" "):
            yield from block.splitlines()
        else:
            yield from flow(_words(" ".join(block.split()), width), width, gap=" ")


def _words(text: str, width: int) -> Iterator[str]:
    """The words of a text, with quoted code as one word."""
    pending = ""
    for word in text.split(" "):
        pending = f"{pending} {word}" if pending else word
        if pending.count("`") % 2 == 0:
            yield from [pending] if columns_of(pending) <= width else pending.split(" ")
            pending = ""
    yield from pending.split(" ") if pending else ()


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in {"W", "F"} else 1


def _start(text: str, limit: int) -> str:
    return text[: sum(end <= limit for end in accumulate(map(_columns, text)))]
