"""What the checks say of a subject. Whoever asks has the field path and the fix of each finding looked at as well."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from kubectl_porttrace.checks.catalogue import checks_on
from kubectl_porttrace.checks.check import Check, Found
from kubectl_porttrace.diagnose.judging import judge
from kubectl_porttrace.diagnose.running import Applying
from kubectl_porttrace.findings import Finding, Fix, ObjectReference, Severity
from kubectl_porttrace.trace.subject import Subject
from tests.build.field_paths import content_of, fault
from tests.build.fixes import fault_of

_NOTES: list[list[Subject]] = []


@contextmanager
def subjects_judged() -> Iterator[list[Subject]]:
    """Every subject that is judged meanwhile, in a list that grows."""
    _NOTES.append([])
    try:
        yield _NOTES[-1]
    finally:
        _NOTES.pop()


def _noted(subject: Subject) -> None:
    for notes in _NOTES:
        notes.append(subject)


def found(check: Check, subject: Subject) -> list[Found]:
    """What one check alone says of a subject, without guards and folding."""
    _noted(subject)
    all_found = list(check.run(subject))
    assert not all_found or check in checks_on(subject, advice=True), (
        f"{check.code} has an occasion that does not arise"
    )
    reference = ObjectReference(kind=subject.kind, namespace=subject.namespace, name=subject.name)
    for each in all_found:
        _resolve(check.code, subject, each.object or reference, each.path)
        _says_what_to_do(check.code, each.message, each.fix)
    return all_found


def judged(subject: Subject) -> dict[str, Finding]:
    """What all checks together say of a subject, by code, after guards and folding; of good practice nothing."""
    return {finding.code: finding for finding in _findings(subject)}


def problems(subject: Subject) -> list[Finding]:
    """The root causes among what all checks together say: errors and warnings."""
    return [finding for finding in _findings(subject) if finding.severity != "note"]


def serious(subject: Subject) -> dict[str, Severity]:
    """The errors and warnings among them, by code."""
    return {code: finding.severity for code, finding in judged(subject).items() if finding.severity != "note"}


def _findings(subject: Subject) -> Iterable[Finding]:
    _noted(subject)
    roots = judge(subject, Applying(subject.snapshot, partial(checks_on, advice=False)).to(subject))
    for each in (finding for root in roots for finding in (root, *root.consequences)):
        _resolve(each.code, subject, each.object, each.path)
        _says_what_to_do(each.code, each.message, each.fix)
    return roots


def _resolve(code: str, subject: Subject, object_: ObjectReference, path: str) -> None:
    """Look up a finding's path in its object. AssertionError where it does not exist."""
    content = content_of(subject.snapshot, object_.kind, object_.namespace, object_.name)
    wrong = fault(object_.kind, path, content)
    assert wrong is None, f"{code}: {wrong}"


def _says_what_to_do(code: str, message: str, fix: Fix) -> None:
    """Look at a finding's fix. AssertionError where it does not say what to do."""
    wrong = fault_of(code, message, fix)
    assert wrong is None, f"{code}: {wrong}"
