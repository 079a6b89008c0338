"""Keep one root cause for each failure, and put what follows from it under it."""

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.findings import SEVERITIES, Finding
from kubectl_porttrace.model.service import PortKey


def fold(
    findings: Iterable[Finding], checks: Mapping[str, Check], usable: Collection[PortKey] = ()
) -> tuple[Finding, ...]:
    """The root causes among the findings on one subject, each with its consequences.

    First what a check names as its consequence; then, of several errors on the same ports, the first in precedence.
    A cause is as severe as the worst that follows from it, unless it also names ports that still have backends.

    Args:
        findings: what was found, in any order.
        checks: the checks by code, which know their precedence and what they cause.
        usable: the ports that have usable backends.
    """
    roots: list[Finding] = []
    for finding in _causes_first(findings, checks):
        above = next((place for place, root in enumerate(roots) if _explains(root, finding, checks, usable)), None)
        if above is None:
            roots.append(finding)
        else:
            roots[above] = _with_consequence(roots[above], finding)
    return tuple(sorted(roots, key=lambda root: checks[root.code].precedence))


def _with_consequence(root: Finding, finding: Finding) -> Finding:
    return replace(
        root,
        severity=min(root.severity, finding.severity, key=SEVERITIES.index),
        consequences=(*root.consequences, replace(finding, consequences=())),
    )


def _causes_first(findings: Iterable[Finding], checks: Mapping[str, Check]) -> list[Finding]:
    """In precedence, but each after every present one that names it as a consequence."""
    waiting = sorted(findings, key=lambda finding: checks[finding.code].precedence)
    ordered: list[Finding] = []
    while waiting:
        free = next((each for each in waiting if not _caused_by_any(each, waiting, checks)), waiting[0])
        waiting.remove(free)
        ordered.append(free)
    return ordered


def _caused_by_any(finding: Finding, others: Iterable[Finding], checks: Mapping[str, Check]) -> bool:
    return any(finding.code in checks[other.code].causes for other in others if other is not finding)


def _explains(root: Finding, finding: Finding, checks: Mapping[str, Check], usable: Collection[PortKey]) -> bool:
    if not finding.ports <= root.ports:
        return False
    if finding.code in checks[root.code].causes:
        return not _too_much_for_root(root, finding, usable)
    return finding.severity == root.severity == "error" and bool(finding.ports)


def _too_much_for_root(root: Finding, finding: Finding, usable: Collection[PortKey]) -> bool:
    """Whether a consequence is an error, and its cause names a port beyond it for which that would be too much."""
    if finding.severity != "error" or root.severity == "error":
        return False
    return any(port in usable for port in root.ports - finding.ports)
