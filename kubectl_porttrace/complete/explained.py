"""What there is to explain: the codes of all checks, and the words of the trade."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.complete.protocol import Candidate
from kubectl_porttrace.explain.glossary import words as glossary


def codes(given: Iterable[str] = ()) -> Iterator[Candidate]:
    """The code of every check with its name, but for those already given, by code or by name."""
    named = {word.lower() for word in given}
    for check in all_checks().values():
        if not named & {check.code.lower(), check.name}:
            yield Candidate(check.code, check.name)


def words() -> Iterator[Candidate]:
    """The words that `--explain` takes, with hyphens for blanks, which mean the same there."""
    return (Candidate(word.title.replace(" ", "-"), _first_sentence(word.text)) for word in glossary())


def _first_sentence(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split()).partition(". ")[0].rstrip(".")
