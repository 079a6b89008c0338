"""Fold what follows from a broken Service port under the error on that Service, across subjects."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.service import PortKey


def under_services(findings: Iterable[Finding], checks: Mapping[str, Check]) -> tuple[Finding, ...]:
    """The findings, without those that follow from an error on a Service, each of which stands under that error.

    Args:
        findings: what was found on all subjects, each folded by itself.
        checks: the checks by code, which know what follows from a Service.
    """
    findings = tuple(findings)
    causes = {port: finding for finding in reversed(findings) if _is_cause(finding) for port in finding.ports}
    above = {place: _cause(finding, causes, checks) for place, finding in enumerate(findings)}
    below: dict[int, list[Finding]] = {}
    for place, cause in above.items():
        if cause is not None:
            below.setdefault(id(cause), []).append(findings[place])
    return tuple(
        _with(finding, below.get(id(finding), ())) for place, finding in enumerate(findings) if above[place] is None
    )


def _is_cause(finding: Finding) -> bool:
    return finding.severity == "error" and finding.subject.kind == "Service"


def _cause(finding: Finding, causes: Mapping[PortKey, Finding], checks: Mapping[str, Check]) -> Finding | None:
    """The error on a Service that names all the ports of what follows from it."""
    if not checks[finding.code].of_service:
        return None
    found = causes.get(min(finding.ports)) if finding.ports else None
    return found if found is not None and finding.ports <= found.ports else None


def _with(finding: Finding, below: Iterable[Finding]) -> Finding:
    # What follows from a call that fails matters more than the call.
    followed = (each for one in below for each in (*one.consequences, replace(one, consequences=())))
    return replace(finding, consequences=(*finding.consequences, *followed))
