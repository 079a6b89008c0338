"""From a Snapshot to the Report: trace, check, fold, and put into the words of the contract."""

from collections.abc import Collection, Iterable, Sequence

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.checks.catalogue import checks_to_run
from kubectl_porttrace.diagnose.across import under_services
from kubectl_porttrace.diagnose.affected import affected
from kubectl_porttrace.diagnose.denials import under_denials
from kubectl_porttrace.diagnose.following import Followed, Traced, follow
from kubectl_porttrace.diagnose.ignores import Ignored, parted
from kubectl_porttrace.diagnose.judging import judge
from kubectl_porttrace.diagnose.running import Applying, applying_in
from kubectl_porttrace.diagnose.scope import scope_of
from kubectl_porttrace.diagnose.sharing import told_once
from kubectl_porttrace.findings import SEVERITIES, Finding
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.times import in_utc
from kubectl_porttrace.question import EVERYTHING, Question
from kubectl_porttrace.report import v1
from kubectl_porttrace.report.convert_access import access_trace
from kubectl_porttrace.report.convert_findings import finding_in_report, not_checked
from kubectl_porttrace.report.convert_policies import policies_of, policy_trace
from kubectl_porttrace.report.convert_probes import probe_trace
from kubectl_porttrace.report.convert_routes import entered_by, route_trace
from kubectl_porttrace.report.convert_services import service_trace
from kubectl_porttrace.report.convert_workloads import workload_trace
from kubectl_porttrace.report.summary import summary_of
from kubectl_porttrace.report.v1 import (
    AccessTrace,
    AddressTrace,
    PolicyTrace,
    Report,
    ReportSource,
    RouteTrace,
    ServiceTrace,
    UrlTrace,
    WorkloadTrace,
)
from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.url import TracedUrl
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.subject import Subject
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


class Diagnosis(msgspec.Struct, frozen=True):
    """What is said of one subject, and which findings were suppressed; it keeps nothing of the trace itself."""

    judged: type[Traced]
    trace: ServiceTrace | WorkloadTrace | RouteTrace | PolicyTrace | AccessTrace | AddressTrace | UrlTrace
    findings: tuple[Finding, ...]
    ignored: tuple[Ignored, ...]


def diagnose(snapshot: Snapshot, question: Question = EVERYTHING, ignore: Collection[str] = ()) -> Report:
    """Follow what was asked about, and say what is wrong with it.

    Args:
        snapshot: what was read.
        question: what was asked.
        ignore: codes to suppress, beside those that a Service's or workload's own annotation names.

    Returns:
        The report on what of it exists, the same for the same arguments.
    """
    subjects = follow(snapshot, question).subjects
    report = assemble(snapshot, subjects, ignore, advice=question.advice, uses=question.used)
    return replace(report, scope=scope_of(snapshot, question, ignore))


def assemble(
    snapshot: Snapshot,
    subjects: Iterable[Followed],
    ignore: Collection[str] = (),
    *,
    advice: bool = False,
    uses: bool = False,
) -> Report:
    """Say what is wrong with subjects that were followed.

    Args:
        snapshot: what was read.
        subjects: what was followed, in the order of the report; none is kept after it was judged. Of ports
            that were not asked for nothing is said, nor what concerns only them.
        ignore: codes to suppress, beside those that a Service's or workload's own annotation names.
        advice: whether good practice is asked about as well.
        uses: whether it is asked who uses each port.
    """
    checks = checks_to_run(advice=advice)
    applying = applying_in(snapshot, checks.values())
    diagnoses = [_diagnose(each, applying, ignore, uses=uses) for each in subjects]
    folded = under_services((finding for each in diagnoses for finding in each.findings), checks)
    found = told_once(under_denials(folded))
    findings = sorted((finding_in_report(finding, snapshot) for finding in found), key=_order)
    routes = tuple(each.trace for each in diagnoses if isinstance(each.trace, RouteTrace))
    traces = (each.trace for each in diagnoses if isinstance(each.trace, ServiceTrace))
    services_traced = tuple(map(entered_by(routes), traces))
    # The checks of a kind that was not asked about are not missed.
    judged: set[type[Subject]] = {TracedService, *(diagnosis.judged for diagnosis in diagnoses)}
    return Report(
        source=_source(snapshot),
        services=services_traced,
        routes=routes,
        workloads=tuple(each.trace for each in diagnoses if isinstance(each.trace, WorkloadTrace)),
        access=tuple(each.trace for each in diagnoses if isinstance(each.trace, AccessTrace)),
        addresses=tuple(each.trace for each in diagnoses if isinstance(each.trace, AddressTrace)),
        urls=tuple(each.trace for each in diagnoses if isinstance(each.trace, UrlTrace)),
        policies=policies_of(services_traced, (each.trace for each in diagnoses)),
        findings=tuple(findings),
        not_checked=tuple(not_checked(unread, codes) for unread, codes in affected(snapshot, judged, advice=advice)),
        probes=tuple(map(probe_trace, snapshot.attempts)),
        suppressed=_suppressed(snapshot, diagnoses),
        summary=summary_of(services_traced, findings, ignored=sum(len(each.ignored) for each in diagnoses)),
    )


def _suppressed(snapshot: Snapshot, diagnoses: Iterable[Diagnosis]) -> tuple[v1.Suppressed, ...]:
    ignored = (each for diagnosis in diagnoses for each in diagnosis.ignored)
    found = (
        v1.Suppressed(by=each.by, reason=each.reason, finding=finding_in_report(each.finding, snapshot))
        for each in ignored
    )
    return tuple(sorted(found, key=lambda each: _order(each.finding)))


def _source(snapshot: Snapshot) -> ReportSource:
    source = snapshot.source
    return ReportSource(
        type=source.type,
        context=source.context,
        server=source.server,
        files=source.files,
        observed_at=in_utc(snapshot.observed_at),
    )


def _diagnose(followed: Followed, applying: Applying, ignore: Collection[str], *, uses: bool) -> Diagnosis:
    traced, ports = followed.subject, followed.ports
    found = judge(traced, applying(traced))
    if ports is not None:
        found = tuple(finding for finding in found if not finding.ports or finding.ports & ports)
    kept, ignored = parted(found, ignore, _object(traced))
    trace = _trace(traced, ports, kept)
    if uses and isinstance(traced, TracedService) and isinstance(trace, ServiceTrace):
        trace = _with_uses(trace, traced, ports)
    return Diagnosis(type(traced), trace, kept, ignored)


def _with_uses(trace: ServiceTrace, traced: TracedService, ports: frozenset[PortKey] | None) -> ServiceTrace:
    """With who uses each port; what finds that out is imported where it is asked."""
    from kubectl_porttrace.report.convert_uses import with_uses

    return with_uses(trace, traced, ports)


def _object(traced: Traced) -> KubernetesObject | None:
    if isinstance(traced, TracedPolicy):
        return traced.policy
    if isinstance(traced, TracedAccess):
        return traced.service.service
    if isinstance(traced, TracedAddress | TracedUrl):
        return None
    if isinstance(traced, TracedService):
        return traced.service
    return traced.object if isinstance(traced, TracedReferrer) else traced.workload


def _trace(
    traced: Traced, ports: frozenset[PortKey] | None, findings: Sequence[Finding]
) -> ServiceTrace | WorkloadTrace | RouteTrace | PolicyTrace | AccessTrace | AddressTrace | UrlTrace:
    if isinstance(traced, TracedAddress):
        from kubectl_porttrace.report.convert_addresses import address_trace

        return address_trace(traced, findings)
    if isinstance(traced, TracedUrl):
        from kubectl_porttrace.report.convert_urls import url_trace

        return url_trace(traced)
    if isinstance(traced, TracedAccess):
        return access_trace(traced)
    if isinstance(traced, TracedPolicy):
        return policy_trace(traced, findings)
    if isinstance(traced, TracedWorkload):
        return workload_trace(traced, findings)
    if isinstance(traced, TracedReferrer):
        return route_trace(traced, findings)
    return service_trace(traced if ports is None else traced.only(ports), findings)


def _order(finding: v1.Finding) -> tuple[int, str, str, str, str, str]:
    changed = finding.object
    severity = SEVERITIES.index(finding.severity)
    return severity, changed.namespace or "", changed.kind, changed.name, finding.path, finding.code
