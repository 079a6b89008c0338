"""What of a report is a test: each Service port, route, workload, and whatever else something was found of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from kubectl_porttrace.render.object_name import kind_and_name
from kubectl_porttrace.report.v1 import (
    Finding,
    NotChecked,
    ObjectReference,
    PortTrace,
    Report,
    ServiceTrace,
    Suppressed,
)

Key = tuple[str, str, str, str]
"""Kind, namespace, empty for a kind without namespaces, name, and the port of a Service: `80/TCP`."""


class Case(msgspec.Struct, frozen=True):
    """One test.

    Attributes:
        namespace: the namespace; empty for what is in none.
        subject: the object, as a screen names it.
        name: what of it is tested.
        errors: why it fails.
        others: warnings and notes.
        suppressed: what was found and does not count, in a line each.
        unknown: why it is undecided; empty where it is decided.
    """

    namespace: str
    subject: str
    name: str
    errors: tuple[Finding, ...] = ()
    others: tuple[Finding, ...] = ()
    suppressed: tuple[str, ...] = ()
    unknown: str = ""

    @property
    def is_skipped(self) -> bool:
        """Whether it says neither that all is well nor that it is not."""
        return bool(self.unknown) and not self.errors


class _Found(msgspec.Struct):
    """What was found of one subject."""

    findings: list[Finding] = msgspec.field(default_factory=list)
    suppressed: list[str] = msgspec.field(default_factory=list)


def cases_of(report: Report) -> Iterator[Case]:
    """All of them. Every finding is in one at least; one that is behind several subjects, in each of theirs."""
    ports = {key: port for service in report.services for key, port in _ports(service)}
    found: defaultdict[Key, _Found] = defaultdict(_Found)
    for finding in report.findings:
        for key in _keys(finding, ports):
            found[key].findings.append(finding)
    for each in report.suppressed:
        for key in _keys(each.finding, ports):
            found[key].suppressed.append(_line(each))
    verdicts = {key: port.verdict for key, port in ports.items()}
    verdicts |= {("Service", each.namespace, each.name, ""): each.verdict for each in report.services if not each.ports}
    verdicts |= {(each.kind, each.namespace or "", each.name, ""): each.verdict for each in report.routes}
    workloads = [(each.kind, each.namespace, each.name, "") for each in report.workloads]
    for key in dict.fromkeys((*verdicts, *workloads, *found)):
        port = ports.get(key)
        unknown = _why_unknown(report, key[1]) if verdicts.get(key) == "unknown" else ""
        yield _case(key, port, found.get(key, _Found()), unknown)
    yield from _unread(report.not_checked)


def _ports(service: ServiceTrace) -> Iterator[tuple[Key, PortTrace]]:
    for port in service.ports:
        yield ("Service", service.namespace, service.name, f"{port.port}/{port.protocol}"), port


def _keys(finding: Finding, ports: Iterable[Key]) -> tuple[Key, ...]:
    """Of a Service the ports that it concerns, else itself; of another subject, that."""
    return tuple(dict.fromkeys(key for subject in finding.subjects for key in _of(subject, finding, ports)))


def _of(subject: ObjectReference, finding: Finding, ports: Iterable[Key]) -> tuple[Key, ...]:
    own = (subject.kind, subject.namespace or "", subject.name)
    if subject.kind != "Service":
        return ((*own, ""),)
    named = (each for each in finding.ports if (each.namespace, each.service) == own[1:])
    keys = tuple((*own, f"{each.port}/{each.protocol}") for each in named)
    return tuple(key for key in keys if key in ports) or ((*own, ""),)


def _case(key: Key, port: PortTrace | None, found: _Found, unknown: str) -> Case:
    kind, namespace, name, number = key
    title = f"{port.name} {number}".strip() if port is not None else kind
    return Case(
        namespace,
        kind_and_name(kind, name),
        title,
        tuple(each for each in found.findings if each.severity == "error"),
        tuple(each for each in found.findings if each.severity != "error"),
        tuple(found.suppressed),
        unknown,
    )


def _line(suppressed: Suppressed) -> str:
    finding = suppressed.finding
    why = {"flag": "ignored", "annotation": "ignored by annotation", "baseline": "known"}[suppressed.by]
    reason = f" ({suppressed.reason})" if suppressed.reason else ""
    return f"{why}{reason}: {finding.severity} {finding.code}: {finding.message}"


def _why_unknown(report: Report, namespace: str) -> str:
    unread = [each for each in report.not_checked if each.namespace in {None, namespace}]
    named = dict.fromkeys(f"{each.resource} ({each.reason})" for each in unread if each.reason != "not-requested")
    named = named or dict.fromkeys(each.resource for each in unread)
    return "what decides it could not be read" + (f": {', '.join(named)}" if named else "")


def _unread(entries: Iterable[NotChecked]) -> Iterator[Case]:
    """What could not be looked at is a case that was skipped: for each namespace, one of each reason."""
    groups: defaultdict[tuple[str, str], list[NotChecked]] = defaultdict(list)
    for entry in entries:
        groups[entry.namespace or "", entry.reason].append(entry)
    for (namespace, reason), group in groups.items():
        resources = ", ".join(dict.fromkeys(each.resource for each in group))
        yield Case(namespace, "not checked", reason, unknown=f"not checked ({reason}): {resources}")
