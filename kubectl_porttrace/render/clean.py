"""Text from a cluster or a file, made harmless to a terminal."""

import re
import unicodedata
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.report.v1 import Report

Written = TypeVar("Written", bound=msgspec.Struct)

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_ESCAPED = re.compile(rb'\\[^"\\]')
"""What JSON has where a text holds a control character: by far most reports have none and need no second look."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories without a shape of their own: control characters, bidirectional overrides, zero-width characters."""


def clean_text(text: str) -> str:
    """One line of printable text: white space becomes a blank, and what a terminal would obey or hide is replaced."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_seen, unicodedata.normalize("NFC", text)))


def clean_report(report: Report) -> Report:
    """The same report with every text in it cleaned, one Service, finding or route at a time: they may be many."""
    around = _cleaned(replace(report, services=(), routes=(), findings=()))
    return replace(
        around,
        services=tuple(map(_cleaned, report.services)),
        routes=tuple(map(_cleaned, report.routes)),
        findings=tuple(map(_cleaned, report.findings)),
    )


def _cleaned(value: Written) -> Written:
    encoded = msgspec.json.encode(value)
    if encoded.isascii() and b"\x7f" not in encoded and not _ESCAPED.search(encoded):
        return value
    return msgspec.convert(_clean(msgspec.to_builtins(value, builtin_types=(datetime,))), type(value))


def _seen(letter: str) -> str:
    if letter.isspace():
        return " "
    return REPLACEMENT if unicodedata.category(letter) in _UNSEEN else letter


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {clean_text(key): _clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value]
    return value
