"""`--explain` and `--list-checks`: what a code means, and what the words mean."""

from difflib import get_close_matches

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.explain.chain import chain
from kubectl_porttrace.explain.glossary import Word, find_word, normal, words
from kubectl_porttrace.findings import CERTAINTY_IN_WORDS
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.table import Cell, table
from kubectl_porttrace.render.text import paragraphs, wrap

READABLE = 100
"""No line of prose is longer, however wide the screen."""


LONGEST_WORD = 100
"""So many letters of a word are compared with what there is."""


def explain(word: str, *, width: int, color: bool) -> str:
    """Explain a code, the name of a check, or a word such as `targetPort`.

    Args:
        word: what to explain, in any case.
        width: the columns there are.
        color: whether escape sequences may be used.

    Returns:
        The explanation, ending in a newline.

    Raises:
        UsageError: nothing is known by that word.
    """
    screen = Screen(width=min(width, READABLE), color=color)
    found = _check(word) or find_word(word)
    if found is None:
        raise UsageError(f'"{word}" is not a known word or code', _hint(word))
    lines = _of_check(found, screen) if isinstance(found, Check) else _of_word(found, screen)
    return "".join(f"{line}\n" for line in lines)


def list_checks(*, width: int) -> str:
    """All checks in a table: code, severity, certainty, name, and the first sentence of the documentation.

    The sentence stands below the name where there is no room beside it.
    """
    screen = Screen(width=width)
    rows = [
        [Cell(after=check.code), Cell(after=check.severity), Cell(after=check.certainty), Cell(after=check.name)]
        for check in all_checks().values()
    ]
    lines = table(("CODE", "SEVERITY", "CERTAINTY", "NAME"), rows, screen)
    indent = " " * len("CODE   ")
    told = [lines[0]]
    for line, check in zip(lines[1:], all_checks().values(), strict=True):
        told += [line, *wrap(_first_sentence(check), min(width, READABLE), indent)]
    return "".join(f"{line}\n" for line in told)


def _check(word: str) -> Check | None:
    wanted = normal(word)
    return next((check for check in all_checks().values() if wanted in {normal(check.code), normal(check.name)}), None)


def _of_check(check: Check, screen: Screen) -> list[str]:
    title = f"{screen.paint(check.code, 'strong')} {check.name}"
    sure = wrap(CERTAINTY_IN_WORDS[check.certainty], screen.width, f"{check.severity}; ", "  ")
    sure[0] = sure[0].replace(check.severity, screen.paint(check.severity, check.severity), 1)
    return [title, *sure, "", *paragraphs(check.documentation, screen.width)]


def _of_word(word: Word, screen: Screen) -> list[str]:
    drawing = chain(word.place)
    return [
        screen.paint(word.title, "strong"),
        "",
        *drawing,
        *([""] if drawing else []),
        *paragraphs(word.text, screen.width),
    ]


def _first_sentence(check: Check) -> str:
    return " ".join(check.documentation.partition("\n\n")[0].split())


def _hint(word: str) -> str:
    spellings = {normal(name): name for entry in words() for name in entry.also}
    spellings |= {normal(entry.title): entry.title for entry in words()}
    spellings |= {normal(name): name for check in all_checks().values() for name in (check.code, check.name)}
    near = [spellings[match] for match in get_close_matches(normal(word)[:LONGEST_WORD], spellings, n=3)]
    known = "kubectl porttrace --list-checks names every code"
    return f"did you mean {' or '.join(near)}? {known}" if near else known
