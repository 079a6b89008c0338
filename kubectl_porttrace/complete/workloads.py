"""Pods, workloads and what names Services as targets: by name, behind `deploy/` or the word `deploy`."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kubectl_porttrace.complete.protocol import Candidate
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.question import Target
from kubectl_porttrace.target import kind_of_word, parse_target, parse_targets


class TypedWorkload(msgspec.Struct, frozen=True):
    """What is typed of a workload that is not whole yet: its kind, the word for it, and what stands before the name."""

    kind: str
    word: str
    before: str


def split_workload(typed: str, given: Sequence[str]) -> TypedWorkload | None:
    """The kind of workload that a word is to name; None where it names none.

    Args:
        typed: the word under completion.
        given: the targets before it, the first of which may name the kind: `deploy web`.
    """
    word, slash, _ = typed.partition("/")
    kind = kind_of_word(word) if slash else None
    if kind is not None:
        return TypedWorkload(kind, word, f"{word}/")
    first = given[0] if given and not slash and not any("/" in each for each in given) else ""
    kind = kind_of_word(first)
    return TypedWorkload(kind, first, "") if kind is not None else None


def by_name(names: Iterable[str], given: Sequence[str], typed: TypedWorkload) -> Iterator[Candidate]:
    """The workloads that were not asked for yet; only what is a name, as shells read what is offered."""
    asked = _understood_all(given)
    for name in sorted(names):
        target = _understood(f"{typed.word}/{name}")
        if target is not None and target not in asked:
            yield Candidate(typed.before + name)


def _understood_all(given: Sequence[str]) -> frozenset[Target]:
    try:
        return frozenset(parse_targets(given))
    except UsageError:
        return frozenset(target for each in given if (target := _understood(each)))


def _understood(written: str) -> Target | None:
    try:
        return parse_target(written)
    except UsageError:
        return None
