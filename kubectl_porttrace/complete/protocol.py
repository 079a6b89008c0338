"""The answer as kubectl's shell scripts take it: a candidate a line, then a directive.

Source: `k8s.io/kubectl/pkg/cmd/plugin/plugin_completion.go`, `github.com/spf13/cobra/completions.go`.
"""

from collections.abc import Iterable

import msgspec

_NO_FILES = 4
_KEEP_ORDER = 32
_WIDEST = 80


class Candidate(msgspec.Struct, frozen=True):
    """What may stand there, and what it is."""

    value: str
    description: str = ""


class Offered(msgspec.Struct, frozen=True):
    """What is offered; with `files` the shell looks for file names itself."""

    candidates: tuple[Candidate, ...] = ()
    files: bool = False


def rendered(answer: Offered) -> str:
    """The lines of an answer. A value that a terminal would not show as it is, is left out: nobody could choose it."""
    lines = [_line(each) for each in answer.candidates if each.value and each.value.isprintable()]
    directive = 0 if answer.files else _NO_FILES | _KEEP_ORDER
    return "".join(f"{line}\n" for line in [*lines, f":{directive}"])


def starting_with(typed: str, candidates: Iterable[Candidate], *, any_case: bool = False) -> tuple[Candidate, ...]:
    """The candidates that go on from what is typed, each value once.

    Args:
        typed: the part of the word that is there.
        candidates: what might be meant.
        any_case: whether the program takes the values in any case. Shells keep what is typed, so it stays as it is.
    """
    known = tuple(candidates)
    exact = [each for each in known if each.value.startswith(typed)]
    if not exact and any_case:
        meant = (each for each in known if each.value.lower().startswith(typed.lower()))
        exact = [Candidate(typed + each.value[len(typed) :], each.description) for each in meant]
    once: dict[str, Candidate] = {}
    for each in exact:
        once.setdefault(each.value, each)
    return tuple(once.values())


def _line(candidate: Candidate) -> str:
    told = "".join(letter if letter.isprintable() else " " for letter in candidate.description).strip()
    cut = told if len(told) <= _WIDEST else f"{told[: _WIDEST - 1]}\N{HORIZONTAL ELLIPSIS}"
    return f"{candidate.value}\t{cut}" if cut else candidate.value
