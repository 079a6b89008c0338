"""The words of the trade, each in a file of its own beside this module: `words/*.md`.

A file starts with `# ` and the word. Below it stand, where there are any, `also:` with further names, and `place:` with
its place in the drawn chain. The text follows after an empty line.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec


class Word(msgspec.Struct, frozen=True):
    """One word: what it is called, where it stands in the chain (empty for nowhere), and what there is to say."""

    title: str
    also: tuple[str, ...]
    place: str
    text: str


@cache
def words() -> tuple[Word, ...]:
    """All words, in the order of their titles."""
    folder = files(__package__).joinpath("words")
    pages = (page.read_text(encoding="utf-8") for page in folder.iterdir() if page.name.endswith(".md"))
    return tuple(sorted(map(_parsed, pages), key=lambda word: word.title.lower()))


def find_word(written: str) -> Word | None:
    """The word meant: as it is spelt, else in any case, without blanks and hyphens, in singular or plural."""
    for spelling in (str, normal):
        for word in words():
            if spelling(written) in {spelling(name) for name in (word.title, *word.also)}:
                return word
    return None


def normal(written: str) -> str:
    """What two spellings of a word have in common."""
    letters = "".join(letter for letter in written.lower() if letter.isalnum())
    return letters.removesuffix("s")


def _parsed(page: str) -> Word:
    head, _, text = page.partition("\n\n")
    title, *lines = head.splitlines()
    fields: Mapping[str, str] = {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}
    also = tuple(name.strip() for name in fields.get("also", "").split(",") if name.strip())
    return Word(title.removeprefix("# "), also, fields.get("place", ""), text.strip())
