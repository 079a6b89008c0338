"""What is wrong with one subject: root causes, and for every broken port of a Service an error that names it."""

from collections.abc import Iterable

from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.folding import fold
from kubectl_porttrace.diagnose.running import findings_of
from kubectl_porttrace.findings import Finding
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.subject import Subject
from kubectl_porttrace.trace.verdict import Verdict


def judge(traced: Subject, checks: Iterable[Check]) -> tuple[Finding, ...]:
    """The root causes of what is wrong with one subject, each with its consequences.

    A broken port of a Service always has an error that names it: the last resort speaks where no other check does.

    Args:
        traced: a Service or another kind of object, followed.
        checks: those that apply to it.
    """
    checks = tuple(checks)
    if not isinstance(traced, TracedService):
        return fold(findings_of(traced, checks), {check.code: check for check in checks})
    usable = frozenset(port.key for port in traced.ports if port.reachable)
    ordinary = findings_of(traced, [check for check in checks if not check.last_resort])
    findings = fold(ordinary, {check.code: check for check in checks}, usable)
    unexplained = _unexplained(traced, findings)
    if unexplained is None:
        return findings
    return (*findings, *findings_of(unexplained, (check for check in checks if check.last_resort)))


def _unexplained(traced: TracedService, findings: Iterable[Finding]) -> TracedService | None:
    """The Service with only its broken ports that no error names; None where there is none.

    One that declares no port is broken as a whole.
    """
    errors = [finding for finding in findings if finding.severity == "error"]
    if not traced.ports:
        return None if errors or traced.verdict is not Verdict.BROKEN else traced
    # An error on one way in does not say why there is nothing behind the port.
    named = {key for finding in errors if not finding.ways for key in finding.ports}
    broken = {port.key for port in traced.ports if port.verdict is Verdict.BROKEN}
    return traced.only(frozenset(broken - named)) if broken - named else None
