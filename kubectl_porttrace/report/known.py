"""`--baseline`: findings that an earlier report has already do not count."""

from collections.abc import Mapping

from msgspec.structs import replace

from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.report.summary import summary_of
from kubectl_porttrace.report.v1 import Finding, Report, Severity, Suppressed


def without_known(report: Report, known: Mapping[str, Severity]) -> Report:
    """The same report with the findings that are known among those that are suppressed.

    One that has become graver than it was is not known: a port that was partial and is broken now.

    Args:
        report: one whose findings have their fingerprints.
        known: how grave each finding of the baseline was, by its fingerprint.
    """

    def is_known(finding: Finding) -> bool:
        before = known.get(finding.fingerprint)
        return before is not None and SEVERITIES.index(finding.severity) >= SEVERITIES.index(before)

    left = tuple(finding for finding in report.findings if not is_known(finding))
    hidden = tuple(
        Suppressed(by="baseline", reason=None, finding=finding) for finding in report.findings if is_known(finding)
    )
    return replace(
        report,
        findings=left,
        suppressed=(*report.suppressed, *hidden),
        summary=summary_of(report.services, left, ignored=report.summary.ignored, known=len(hidden)),
    )
