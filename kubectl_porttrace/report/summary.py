"""The counts of a report."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kubectl_porttrace.report.v1 import Finding, ServiceTrace, Summary


def summary_of(
    services: Sequence[ServiceTrace], findings: Iterable[Finding], *, ignored: int, known: int = 0
) -> Summary:
    """Count what a report shows.

    Args:
        services: the Services of the report.
        findings: its findings.
        ignored: how many more a flag or an annotation suppresses.
        known: how many more a baseline has already.
    """
    verdicts = Counter(port.verdict for service in services for port in service.ports)
    severities = Counter(finding.severity for finding in findings)
    return Summary(
        services=len(services),
        ports=verdicts.total(),
        wired=verdicts["wired"],
        partial=verdicts["partial"],
        broken=verdicts["broken"],
        unknown=verdicts["unknown"],
        external=sum(service.verdict == "external" for service in services),
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
        ignored=ignored,
        known=known,
    )
