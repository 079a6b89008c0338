"""From a Snapshot to the Report: trace, check, and put into the words of the contract."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import msgspec

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.ignores import ignored_by
from kubectl_porttrace.diagnose.runner import applies, finding_of, issues_of
from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, Unread
from kubectl_porttrace.report.services import service_trace
from kubectl_porttrace.report.v1 import Finding, NotChecked, Report, ReportSource, ServiceTrace, Summary
from kubectl_porttrace.trace.service import TracedService, trace_service

NO_PORTS: Mapping[tuple[str, str], frozenset[int]] = MappingProxyType({})


class Diagnosis(msgspec.Struct, frozen=True):
    """What is said of one Service, and how many findings were suppressed; what it was traced with is let go."""

    service: ServiceTrace
    findings: tuple[Finding, ...]
    ignored: int


def diagnose(
    snapshot: Snapshot,
    services: Iterable[Service],
    ignore: Collection[str] = (),
    ports: Mapping[tuple[str, str], frozenset[int]] = NO_PORTS,
) -> Report:
    """Follow every port of some Services and say what is wrong with them.

    Args:
        snapshot: what was read.
        services: the Services asked for, all of them in the snapshot.
        ignore: codes to suppress, beside those that a Service's own annotation names.
        ports: for some Services, by namespace and name, the places in `spec.ports` that were asked for; the others
            are left out of the report, and so is what concerns only them.

    Returns:
        The report, the same for the same arguments.
    """
    checks = tuple(all_checks().values())
    ordered = sorted(services, key=lambda service: service.key)
    applying = cache(lambda namespace: tuple(check for check in checks if applies(check, snapshot, namespace)))
    diagnoses = [
        _diagnose(trace_service(snapshot, service), applying(service.namespace), ignore, ports.get(service.key))
        for service in ordered
    ]
    findings = sorted((finding for diagnosis in diagnoses for finding in diagnosis.findings), key=_order)
    services_traced = tuple(diagnosis.service for diagnosis in diagnoses)
    return Report(
        source=ReportSource(
            type=snapshot.source.type,
            context=snapshot.source.context,
            server=snapshot.source.server,
            files=snapshot.source.files,
            observed_at=snapshot.observed_at,
        ),
        services=services_traced,
        findings=tuple(findings),
        not_checked=tuple(_not_checked(unread, checks) for unread in snapshot.unread),
        summary=_summary(services_traced, findings, sum(diagnosis.ignored for diagnosis in diagnoses)),
    )


def _diagnose(
    traced: TracedService, checks: Sequence[Check], ignore: Collection[str], ports: frozenset[int] | None
) -> Diagnosis:
    issues = issues_of(traced, checks)
    if ports is not None:
        issues = tuple(issue for issue in issues if not issue.ports or issue.ports & ports)
        traced = traced.only(ports)
    unwanted = {*ignore, *ignored_by(traced.service)}
    kept = tuple(issue.without(unwanted) for issue in issues if issue.check.code not in unwanted)
    return Diagnosis(
        service=service_trace(traced, kept),
        findings=tuple(finding_of(issue, traced) for issue in kept),
        ignored=len(issues) - len(kept),
    )


def _order(finding: Finding) -> tuple[int, str, str, str, str, str]:
    subject = finding.object
    severity = SEVERITIES.index(finding.severity)
    return severity, subject.namespace or "", subject.kind, subject.name, finding.path, finding.code


def _not_checked(unread: Unread, checks: Iterable[Check]) -> NotChecked:
    return NotChecked(
        resource=unread.resource,
        namespace=unread.namespace,
        reason=unread.reason,
        message=unread.message,
        affects=tuple(sorted(check.code for check in checks if unread.resource in check.needs)),
    )


def _summary(services: Sequence[ServiceTrace], findings: Iterable[Finding], ignored: int) -> Summary:
    verdicts = Counter(port.verdict for service in services for port in service.ports)
    severities = Counter(finding.severity for finding in findings)
    return Summary(
        services=len(services),
        ports=sum(len(service.ports) for service in services),
        wired=verdicts["wired"],
        partial=verdicts["partial"],
        broken=verdicts["broken"],
        unknown=verdicts["unknown"],
        external=sum(service.verdict == "external" for service in services),
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
        ignored=ignored,
    )
