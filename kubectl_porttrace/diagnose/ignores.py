"""Codes that the annotation of a Service or workload suppresses."""

import re
from collections.abc import Iterable

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject

ANNOTATION = "porttrace/ignore"
_CODE = r"\bPT[A-Z]\d{2}\b"


def ignored_by(object_: KubernetesObject | None) -> frozenset[str]:
    """The codes named in the annotation `porttrace/ignore: "PTR11: the app opens it at run time, PTB08"`."""
    metadata = object_.metadata if object_ else None
    written = metadata.annotations.get(ANNOTATION, "") if isinstance(metadata, AnnotatedMeta) else ""
    return frozenset(re.findall(_CODE, written))


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
