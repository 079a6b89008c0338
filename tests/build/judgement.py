"""What the checks say of a subject."""

from collections.abc import Iterable

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check, Found
from kubectl_porttrace.diagnose.judging import judge
from kubectl_porttrace.diagnose.running import applies
from kubectl_porttrace.findings import Finding, Severity
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.subject import Subject


def found(check: Check, subject: Subject) -> list[Found]:
    """What one check alone says of a subject, without guards and folding."""
    return list(check.run(subject))


def judged(subject: TracedService) -> dict[str, Finding]:
    """What all checks together say of a subject, by code, after guards and folding."""
    return {finding.code: finding for finding in _findings(subject)}


def problems(subject: TracedService) -> list[Finding]:
    """The root causes among what all checks together say: errors and warnings."""
    return [finding for finding in _findings(subject) if finding.severity != "note"]


def serious(subject: TracedService) -> dict[str, Severity]:
    """The errors and warnings among them, by code."""
    return {code: finding.severity for code, finding in judged(subject).items() if finding.severity != "note"}


def _findings(subject: TracedService) -> Iterable[Finding]:
    applying = [
        each
        for each in all_checks().values()
        if each.subject is type(subject) and applies(each, subject.snapshot, subject.namespace)
    ]
    return judge(subject, applying)
