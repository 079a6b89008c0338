"""What is being completed: a target, a flag, or the value of one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from kubectl_porttrace.complete.flags import Flag

WordKind = Literal["target", "flag", "value", "nothing"]


class CommandLine(msgspec.Struct, frozen=True):
    """The words of a command line.

    Attributes:
        subject: what the last word is to become.
        typed: what there is of it.
        before: what stands in the same word in front of it and belongs to each candidate, as `-o` in `-ojs`.
        flag: the flag whose value it is.
        given: each flag that was given with its value, which is empty where it takes none.
        targets: the targets that were given.
    """

    subject: WordKind
    typed: str
    before: str = ""
    flag: Flag | None = None
    given: tuple[tuple[str, str], ...] = ()
    targets: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        """Whether one of these flags was given."""
        return any(name in names for name, _ in self.given)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value given to a flag."""
        return tuple(value for each, value in self.given if each == name)

    def last(self, name: str) -> str | None:
        """The value that counts of a flag that takes one; None where it was not given."""
        return self.all(name)[-1] if self.has(name) else None


def understood(words: Sequence[str], flags: Iterable[Flag]) -> CommandLine:
    """Understand the words behind the command as the program itself would, the last one being under completion."""
    known = {spelling: flag for flag in flags for spelling in flag.spellings}
    *earlier, typed = words or ("",)
    given: list[tuple[str, str]] = []
    targets: list[str] = []
    awaiting: Flag | None = None
    flags_end = False
    for word in earlier:
        if awaiting:
            given.append((awaiting.name, word))
            awaiting = None
        elif flags_end or not _is_flag(word):
            targets.append(word)
        elif word == "--":
            flags_end = True
        else:
            for flag, value in _flags_in(word, known):
                if value is None:
                    awaiting = flag
                else:
                    given.append((flag.name, value))
    here = _under_completion(typed, awaiting, known, flags_end=flags_end)
    return msgspec.structs.replace(here, given=tuple(given), targets=tuple(targets))


def _under_completion(typed: str, awaiting: Flag | None, known: Mapping[str, Flag], *, flags_end: bool) -> CommandLine:
    if awaiting:
        return CommandLine("value", typed, flag=awaiting)
    if flags_end or not typed.startswith("-"):
        return CommandLine("target", typed)
    name, equals, value = typed.partition("=")
    if name.startswith("--") and equals:
        # The shells' scripts put the flag back themselves.
        flag = known.get(name)
        return CommandLine("value", value, flag=flag) if flag and flag.takes_value else CommandLine("nothing", typed)
    flag, value = _value_within(typed, known)
    if flag:
        return CommandLine("value", value, typed.removesuffix(value), flag)
    return CommandLine("flag", typed)


def _value_within(typed: str, known: Mapping[str, Flag]) -> tuple[Flag | None, str]:
    """The flag whose value a word of short flags ends in, and that value, as `js` in `-ojs`."""
    if not typed.startswith("--"):
        for flag, value in _flags_in(typed, known):
            if value:
                return flag, value
    return None, ""


def _is_flag(word: str) -> bool:
    return word.startswith("-") and word != "-"


def _flags_in(word: str, known: Mapping[str, Flag]) -> Iterator[tuple[Flag, str | None]]:
    """The flags of one word with their values; None for a value that is the next word."""
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        flag = known.get(name)
        if flag and flag.takes_value:
            yield flag, value if equals or flag.value_optional else None
        elif flag:
            yield flag, ""
        return
    for place, letter in enumerate(word[1:], start=2):
        flag = known.get(f"-{letter}")
        if flag is None:
            return
        if flag.takes_value:
            yield flag, word[place:] or None
            return
        yield flag, ""
