"""`-o json`: the report as scripts read it."""

import re
from collections.abc import Iterator
from datetime import timezone

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report

_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""What JSON allows as it is and a terminal would obey or hide: written as escapes, which mean the same."""


def render(report: Report, screen: Screen) -> str:
    """The document of `porttrace/v1`, indented by two blanks."""
    return "".join(parts(report, screen))


def parts(report: Report, _screen: Screen) -> Iterator[str]:
    """The same document, one Service at a time: of Services on the same pods, each lists all their addresses.

    What is around them is written first, and they are put into it.
    """
    around = _document(replace(in_whole_seconds(report), services=()), indent="")
    # No line within a string begins so: JSON writes line breaks as escapes.
    before, none, after = around.partition('\n  "services": []')
    if not report.services:
        yield f"{around}\n"
        return
    yield before + none.removesuffix("]")
    for number, service in enumerate(report.services):
        yield f"{',' if number else ''}\n    {_document(service, indent=' ' * 4)}"
    yield f"\n  ]{after}\n"


def _document(value: msgspec.Struct, indent: str) -> str:
    """A value as JSON; each line but the first begins with the indent."""
    seen = all_seen(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
    return seen.replace("\n", f"\n{indent}") if indent else seen


def all_seen(text: str) -> str:
    """JSON that means the same, with what a terminal would obey or hide as escapes."""
    # A report may be long: most have none of these, which shows at once.
    plain = text.isascii() and "\x7f" not in text
    return text if plain else _UNSEEN.sub(_escaped, text)


def in_whole_seconds(report: Report) -> Report:
    """The same report with its time as the API writes times: UTC, no fractions."""
    moment = report.source.observed_at.astimezone(timezone.utc).replace(microsecond=0)
    return replace(report, source=replace(report.source, observed_at=moment))


def _escaped(match: "re.Match[str]") -> str:
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
