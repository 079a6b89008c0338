"""`-o json`: the report as scripts read it."""

import re
from datetime import timezone

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report

_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""What JSON allows as it is and a terminal would obey or hide: written as escapes, which mean the same."""


def render(report: Report, _screen: Screen) -> str:
    """The document of `porttrace/v1`, indented by two blanks."""
    text = msgspec.json.format(msgspec.json.encode(in_whole_seconds(report)), indent=2).decode()
    # A report may be long: most have none of these, which shows at once.
    plain = text.isascii() and "\x7f" not in text
    return (text if plain else _UNSEEN.sub(_escaped, text)) + "\n"


def in_whole_seconds(report: Report) -> Report:
    """The same report with its time as the API writes times: UTC, no fractions."""
    moment = report.source.observed_at.astimezone(timezone.utc).replace(microsecond=0)
    return replace(report, source=replace(report.source, observed_at=moment))


def _escaped(match: "re.Match[str]") -> str:
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
