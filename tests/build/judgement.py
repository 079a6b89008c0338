"""What the checks say of a traced Service."""

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check, Found
from kubectl_porttrace.diagnose.runner import Issue, applies, issues_of
from kubectl_porttrace.findings import Severity
from kubectl_porttrace.trace.service import TracedService


def found(check: Check, subject: TracedService) -> list[Found]:
    """What one check alone says of a traced Service, without guards and folding."""
    return list(check.run(subject))


def judged(subject: TracedService) -> dict[str, Issue]:
    """What all checks together say of a traced Service, by code, after guards and folding."""
    return {issue.check.code: issue for issue in _issues(subject)}


def problems(subject: TracedService) -> list[Issue]:
    """The root causes among what all checks together say: errors and warnings."""
    return [issue for issue in _issues(subject) if issue.severity != "note"]


def serious(subject: TracedService) -> dict[str, Severity]:
    """The errors and warnings among them, by code."""
    return {code: issue.severity for code, issue in judged(subject).items() if issue.severity != "note"}


def _issues(subject: TracedService) -> tuple[Issue, ...]:
    applying = (each for each in all_checks().values() if applies(each, subject.snapshot, subject.service.namespace))
    return issues_of(subject, applying)
