"""What could not be looked at: it is never silently a pass."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.report.v1 import NotChecked, Report
from kubectl_porttrace.wording import count, some

FEW = 6
"""Codes that are named before the rest is counted."""


def unchecked(report: Report, screen: Screen) -> Iterator[str]:
    """A line for each resource that was not read, as `unread` says it."""
    for sentence in unread(report, screen):
        yield from not_checked(sentence, screen)


def not_checked(sentence: str, screen: Screen) -> Iterator[str]:
    """The lines that say what was not looked at."""
    first, *rest = wrap(sentence, screen.width, "not checked: ", "  ")
    yield first.replace("not checked", screen.paint("not checked", "unknown"), 1)
    yield from rest


def unread(report: Report, screen: Screen) -> Iterator[str]:
    """What was not read, in sentences: outside `-o wide` only what keeps something from being said.

    Resources that one failure concerns, such as that of a folder that cannot be read, share a sentence; so do those
    that may not be read and keep the same families of findings from being made.
    """
    failed = {(entry.message, entry.resource) for entry in report.not_checked if entry.reason == "error"}
    concerned = Counter(message for message, _ in failed)
    groups: defaultdict[tuple[str, str, tuple[str, ...]], list[NotChecked]] = defaultdict(list)
    for entry in report.not_checked:
        if concerned[entry.message] > 1:
            groups["", "error", (entry.message,)].append(entry)
        elif screen.wide or _matters(entry):
            groups[_together(entry)].append(entry)
    for entries in groups.values():
        yield _sentence(entries, screen)


def _together(entry: NotChecked) -> tuple[str, str, tuple[str, ...]]:
    if entry.reason != "forbidden" or not entry.affects:
        return entry.resource, entry.reason, entry.affects
    return "", entry.reason, tuple(sorted({code[:3] for code in entry.affects}))


def _matters(entry: NotChecked) -> bool:
    return entry.reason in {"forbidden", "error"} or (entry.reason == "not-served" and bool(entry.affects))


def _sentence(entries: Iterable[NotChecked], screen: Screen) -> str:
    first, *others = entries
    where = _where(list(dict.fromkeys(entry.namespace for entry in (first, *others))))
    resources = list(dict.fromkeys(entry.resource for entry in (first, *others)))
    affected = sorted({code for entry in (first, *others) for code in entry.affects})
    # What a subresource of pods is needed for, and whom to ask for it, is in its message alone.
    in_full = screen.wide or first.reason == "error" or "/" in first.resource
    message = f" {first.message.rstrip('.')}" if in_full else ""
    codes = some(affected, shown=len(affected) if screen.wide else FEW)
    named = some(resources, shown=len(resources) if screen.wide else FEW)
    return f"{named}{where} ({first.reason}){':' if message or codes else ''}{message}" + (
        f"{';' if message else ''} {codes}" if codes else ""
    )


def _where(namespaces: list[str | None]) -> str:
    if namespaces == [None]:
        return ""
    return f" in {namespaces[0]}" if len(namespaces) == 1 else f" in {count(len(namespaces), 'namespace')}"
