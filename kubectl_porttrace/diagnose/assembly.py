"""From a Snapshot to the Report: trace, check, fold, and put into the words of the contract."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.checks.catalogue import checks_on
from kubectl_porttrace.diagnose.across import under_services
from kubectl_porttrace.diagnose.conversion import object_of, trace_of
from kubectl_porttrace.diagnose.denials import under_denials
from kubectl_porttrace.diagnose.followed import Followed
from kubectl_porttrace.diagnose.following import follow
from kubectl_porttrace.diagnose.ignores import Ignored, parted
from kubectl_porttrace.diagnose.judging import judge
from kubectl_porttrace.diagnose.running import Applying
from kubectl_porttrace.diagnose.scope import scope_of
from kubectl_porttrace.diagnose.shared_causes import told_once
from kubectl_porttrace.findings import SEVERITIES, Finding
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.times import in_utc
from kubectl_porttrace.question import EVERYTHING, Question
from kubectl_porttrace.report import v1
from kubectl_porttrace.report.convert_findings import finding_in_report, not_checked
from kubectl_porttrace.report.convert_policies import policies_of
from kubectl_porttrace.report.convert_probes import probe_trace
from kubectl_porttrace.report.entered import entered_by
from kubectl_porttrace.report.summary import summary_of
from kubectl_porttrace.report.v1 import (
    AccessTrace,
    AddressTrace,
    Report,
    ReportSource,
    RouteTrace,
    ServiceTrace,
    Trace,
    UrlTrace,
    WorkloadTrace,
)
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.subject import Subject

Kept = TypeVar("Kept", bound=Trace)


class Diagnosis(msgspec.Struct, frozen=True):
    """What is said of one subject, and which findings were suppressed; it keeps nothing of the trace itself."""

    judged: type[Subject]
    trace: Trace
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
    brief: bool = False,
) -> Report:
    """Say what is wrong with subjects that were followed.

    Args:
        snapshot: what was read.
        subjects: what was followed, in the order of the report; none is kept after it was judged. Of ports
            that were not asked for nothing is said, nor what concerns only them.
        ignore: codes to suppress, beside those that a Service's or workload's own annotation names.
        advice: whether good practice is asked about as well.
        uses: whether it is asked who uses each port.
        brief: whether it may go unsaid which findings are not made for want of what nobody requested.
    """
    applying = Applying(snapshot, partial(checks_on, advice=advice))
    diagnoses = [_diagnose(each, applying, ignore, uses=uses) for each in subjects]
    folded = under_services((finding for each in diagnoses for finding in each.findings), applying.by_code)
    found = told_once(under_denials(folded))
    findings = tuple(sorted((finding_in_report(finding, snapshot) for finding in found), key=_order))
    routes = _traces(diagnoses, RouteTrace)
    services = tuple(map(entered_by(routes), _traces(diagnoses, ServiceTrace)))
    return Report(
        source=_source(snapshot),
        services=services,
        routes=routes,
        workloads=_traces(diagnoses, WorkloadTrace),
        access=_traces(diagnoses, AccessTrace),
        addresses=_traces(diagnoses, AddressTrace),
        urls=_traces(diagnoses, UrlTrace),
        policies=policies_of(services, (each.trace for each in diagnoses)),
        findings=findings,
        not_checked=tuple(_not_checked(snapshot, diagnoses, advice=advice, brief=brief)),
        probes=tuple(map(probe_trace, snapshot.attempts)),
        suppressed=_suppressed(snapshot, diagnoses),
        summary=summary_of(services, findings, ignored=sum(len(each.ignored) for each in diagnoses)),
    )


def _traces(diagnoses: Iterable[Diagnosis], kind: type[Kept]) -> tuple[Kept, ...]:
    """What is said of the subjects of one kind."""
    return tuple(each.trace for each in diagnoses if isinstance(each.trace, kind))


def _not_checked(
    snapshot: Snapshot, diagnoses: Iterable[Diagnosis], *, advice: bool, brief: bool
) -> Iterator[v1.NotChecked]:
    """What was not read, and what is not found for want of it: to know that, checks are imported that do not run."""
    if all(brief and unread.reason == "not-requested" for unread in snapshot.unread):
        yield from (not_checked(unread, ()) for unread in snapshot.unread)
        return
    from kubectl_porttrace.diagnose.affected import affected

    # The checks of a kind that was not asked about are not missed.
    judged: set[type[Subject]] = {TracedService, *(each.judged for each in diagnoses)}
    for unread, codes in affected(snapshot, judged, advice=advice):
        yield not_checked(unread, codes)


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
    found = judge(traced, applying.to(traced))
    if ports is not None:
        found = tuple(finding for finding in found if not finding.ports or finding.ports & ports)
    kept, ignored = parted(found, ignore, object_of(traced))
    return Diagnosis(type(traced), trace_of(traced, ports, kept, uses=uses), kept, ignored)


def _order(finding: v1.Finding) -> tuple[int, str, str, str, str, str]:
    changed = finding.object
    severity = SEVERITIES.index(finding.severity)
    return severity, changed.namespace or "", changed.kind, changed.name, finding.path, finding.code
