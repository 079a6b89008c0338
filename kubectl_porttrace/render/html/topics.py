"""What the page has a line and a section for: Services, what names them, workloads; the worst first."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

import msgspec

from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.render.overview_lines import SYSTEM_NAMESPACES, WORST_FIRST
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Finding, Report, RouteTrace, ServiceTrace, WorkloadTrace

TopicKey = tuple[str, str, str]
"""Kind, namespace, empty for a kind without namespaces, and name."""

HEALTHY = frozenset({"wired", "external", ""})


class Topic(msgspec.Struct, frozen=True):
    """One of them.

    Attributes:
        trace: what the report says of it.
        verdict: the report's word, for a workload the worst of the Services that reach it; empty where there is none.
        found: what was found of it, the worst first.
    """

    trace: ServiceTrace | RouteTrace | WorkloadTrace
    verdict: str
    found: tuple[Finding, ...]

    @property
    def key(self) -> TopicKey:
        """Which object it is."""
        return _key(self.trace)

    @property
    def severity(self) -> str:
        """The worst of what was found; empty where nothing was."""
        return min((finding.severity for finding in self.found), key=SEVERITIES.index, default="")


def topics_of(report: Report, screen: Screen) -> tuple[Topic, ...]:
    """All of a report: what was asked for by its name or kind before the Services behind it, then the worst first."""
    traces: Sequence[ServiceTrace | RouteTrace | WorkloadTrace] = (
        *report.workloads,
        *report.services,
        *report.routes,
    )
    known = frozenset(map(_key, traces))
    found: defaultdict[TopicKey, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        for key in keys_of(finding, known):
            found[key].append(finding)
    first = report.workloads or (report.routes if screen.routes else ())
    asked = {_key(trace) for trace in first}
    subjects = (Topic(trace, _verdict(trace), _worst_first(found[_key(trace)])) for trace in traces)
    return tuple(sorted(subjects, key=lambda subject: (subject.key not in asked, *_rank(subject))))


def keys_of(finding: Finding, known: Container[TopicKey]) -> tuple[TopicKey, ...]:
    """The topics that a finding is told under: all it was found of, else what is to be changed.

    What was judged may be no topic: an address, whose number is another than that of its Service.
    """
    *judged, changed = ((each.kind, each.namespace or "", each.name) for each in (*finding.subjects, finding.object))
    judged = list(dict.fromkeys(judged))
    return tuple(key for key in judged if key in known) or ((changed,) if changed in known else ())


def _rank(subject: Topic) -> tuple[bool, bool, int, int, bool, str, str, str]:
    """As the lines of the overview on a terminal: errors first, then warnings; problems of systems come last."""
    kind, namespace, name = subject.key
    severity = subject.severity
    healthy = subject.verdict in HEALTHY and severity in {"", "note"}
    return (
        healthy,
        namespace in SYSTEM_NAMESPACES,
        SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES),
        WORST_FIRST.index(subject.verdict) if subject.verdict else len(WORST_FIRST),
        kind != "Service",
        namespace,
        name,
        kind,
    )


def _verdict(trace: ServiceTrace | RouteTrace | WorkloadTrace) -> str:
    if not isinstance(trace, WorkloadTrace):
        return trace.verdict
    reached = (reach.verdict for port in trace.ports for reach in port.reached_by)
    return min(reached, key=WORST_FIRST.index, default="")


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _key(trace: ServiceTrace | RouteTrace | WorkloadTrace) -> TopicKey:
    kind = "Service" if isinstance(trace, ServiceTrace) else trace.kind
    return kind, trace.namespace or "", trace.name
