"""Findings as a person reads them: what was seen, on what it rests, what to change, and the command to paste."""

from collections.abc import Collection, Iterable, Iterator

from kubectl_porttrace.findings import CERTAINTY_IN_WORDS, SEVERITIES
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import cut, wrap
from kubectl_porttrace.report.v1 import Finding

COMMAND_INDENT = "    "
CONSEQUENCES = 3
"""So many are told where the screen is not wide."""


def shown(findings: Iterable[Finding], screen: Screen, asked: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings this screen shows: notes only where it is wide, or good practice was asked about.

    Args:
        findings: all of the report, the worst first.
        screen: what it shows.
        asked: the kinds that were asked for; among findings of one severity, those about them come first, and before
            them those about an address, which was asked for more directly.
    """
    kept = (finding for finding in findings if screen.notes or finding.severity != "note")
    return tuple(sorted(kept, key=lambda each: _rank(each, asked)))


def _rank(finding: Finding, asked: Collection[str]) -> tuple[int, bool, bool]:
    kind = finding.subject.kind
    return SEVERITIES.index(finding.severity), kind != "Address", kind not in asked


def finding_in_full(finding: Finding, screen: Screen) -> Iterator[str]:
    """One finding with all that belongs to it. The command is never wrapped or shortened."""
    yield from _headline(finding, screen)
    yield from _labelled(screen, "in", _place(finding) if screen.wide else "")
    for fact in finding.evidence:
        yield from wrap(fact, screen.width, "  ", " " * 4)
    yield from _labelled(screen, "fix", finding.fix.text, "fix")
    if finding.fix.command:
        yield COMMAND_INDENT + screen.paint(finding.fix.command, "strong")
    yield from _consequences(finding, screen)
    if screen.wide:
        yield from wrap(CERTAINTY_IN_WORDS[finding.certainty], screen.width, "  ")
        yield from _labelled(screen, "more", f"kubectl porttrace --explain {finding.code}")


def finding_in_short(finding: Finding, screen: Screen) -> Iterator[str]:
    """One finding among many: how bad, which, where and what."""
    start = f"{finding.severity:<7} {finding.code} "
    lines = wrap(f"{_whom(finding)}{_likely(finding)}{finding.message}", screen.width, start)
    yield _painted(lines[0], finding, screen)
    yield from lines[1:]


def _whom(finding: Finding) -> str:
    """Of whom it was found, and of how many more; nothing where the message begins with an object in no namespace."""
    first, more = finding.subject, len(finding.subjects) - 1
    if not more and not first.namespace and finding.message.startswith(f"{first.kind}/{first.name} "):
        return ""
    return f"{where_and_name(first)}{f' and {more} more' if more else ''}: "


def _headline(finding: Finding, screen: Screen) -> Iterator[str]:
    likely = " (likely)" if finding.certainty == "likely" else ""
    lines = wrap(finding.message, screen.width, f"{finding.severity} {finding.code}{likely}: ", "  ")
    yield _painted(lines[0], finding, screen)
    yield from lines[1:]


def _painted(line: str, finding: Finding, screen: Screen) -> str:
    """The severity in its colour, the code standing out."""
    word, code = finding.severity, finding.code
    return line.replace(word, screen.paint(word, word), 1).replace(code, screen.paint(code, "strong"), 1)


def _consequences(finding: Finding, screen: Screen) -> Iterator[str]:
    """What follows from it: in full on a wide screen, else a line each, for a few of them."""
    told = list(dict.fromkeys(f"{below.code} {below.message}" for below in finding.consequences))
    if screen.wide:
        for text in told:
            yield from _labelled(screen, "follows", text)
        return
    for text in told[:CONSEQUENCES]:
        yield screen.paint(cut(f"  follows: {text}", screen.width), "dim")
    if len(told) > CONSEQUENCES:
        yield screen.paint(f"  follows: {len(told) - CONSEQUENCES} more (-o wide)", "dim")


def _labelled(screen: Screen, label: str, text: str, style: str = "dim") -> Iterator[str]:
    """`label: text`, indented; nothing where there is no text."""
    if not text:
        return
    lines = wrap(text, screen.width, f"  {label}: ", " " * 4)
    yield lines[0].replace(f"{label}:", screen.paint(f"{label}:", style), 1)
    yield from lines[1:]


def _place(finding: Finding) -> str:
    subject = finding.object
    return f"{subject.kind}/{subject.name} {finding.path}".rstrip()


def _likely(finding: Finding) -> str:
    return "likely: " if finding.certainty == "likely" else ""
