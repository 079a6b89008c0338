"""Codes that a flag, or the annotation of a Service or workload, suppresses."""

import re
from collections.abc import Collection, Iterable
from typing import Literal

import msgspec

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject

ANNOTATION = "porttrace/ignore"
_CODE = r"\bPT[A-Z]\d{2}\b"


class Ignored(msgspec.Struct, frozen=True):
    """A finding that is suppressed: by which of the two, and the reason that the annotation gives."""

    finding: Finding
    by: Literal["flag", "annotation"]
    reason: str | None = None


def parted(
    found: Iterable[Finding], codes: Collection[str], object_: KubernetesObject | None
) -> tuple[tuple[Finding, ...], tuple[Ignored, ...]]:
    """What counts, without consequences that do not, and what is suppressed.

    Args:
        found: what was found of one subject.
        codes: those that are suppressed everywhere.
        object_: the subject's object; its annotation suppresses more.
    """
    found = tuple(found)
    unwanted = {*codes, *ignored_by(object_)}
    kept = tuple(finding.without(unwanted) for finding in found if finding.code not in unwanted)
    ignored = (
        Ignored(finding, "flag")
        if finding.code in codes
        else Ignored(finding, "annotation", _reason(finding.code, object_))
        for finding in found
        if finding.code in unwanted
    )
    return kept, tuple(ignored)


def ignored_by(object_: KubernetesObject | None) -> frozenset[str]:
    """The codes named in the annotation `porttrace/ignore: "PTR11: the app opens it at run time, PTB08"`."""
    return frozenset(re.findall(_CODE, _annotation(object_)))


def _annotation(object_: KubernetesObject | None) -> str:
    metadata = object_.metadata if object_ else None
    return metadata.annotations.get(ANNOTATION, "") if isinstance(metadata, AnnotatedMeta) else ""


def _reason(code: str, object_: KubernetesObject | None) -> str | None:
    """What the annotation says behind a code, up to the next one."""
    _, _, behind = _annotation(object_).partition(code)
    return re.split(_CODE, behind)[0].strip(" \t\r\n:,;") or None


def known_codes(written: Iterable[str]) -> frozenset[str]:
    """The codes given to `--ignore`, in any case, by code or by name.

    Raises:
        UsageError: a word that is no code and no name of a check.
    """
    checks = all_checks()
    by_name = {check.name: code for code, check in checks.items()}
    codes = set()
    for word in written:
        code = word.upper() if word.upper() in checks else by_name.get(word.lower())
        if code is None:
            raise UsageError(f'there is no check "{word}"', "kubectl porttrace --list-checks names them all")
        codes.add(code)
    return frozenset(codes)
