"""Findings that appeared, and those that went: by what they are about, never by their words."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import msgspec

from kubectl_porttrace.compare.pairs import both, paired, paired_ports
from kubectl_porttrace.compare.routes import route_reference
from kubectl_porttrace.compare.scopes import (
    not_checked_for,
    would_have_other,
    would_have_route,
    would_have_service,
)
from kubectl_porttrace.compare.services import service_reference
from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.report.v1 import (
    Finding,
    FindingChange,
    FindingDifference,
    ObjectReference,
    Report,
    ServicePortReference,
    ServiceTrace,
)

OF_PRACTICE = "PTG"
"""The family that only `--advice` asks about."""

OF_PROBES = "PTL"
"""The family of which some are found by `--probe` alone."""


class Key(msgspec.Struct, frozen=True, order=True):
    """What makes two findings one: the code, what was judged, and the port it is about; `port` is empty for none."""

    code: str
    kind: str
    namespace: str
    name: str
    port: str


class SubjectFinding(msgspec.Struct, frozen=True):
    """A finding on one subject, with those of the ports it is about that belong to it."""

    finding: Finding
    subject: ObjectReference
    port: ServicePortReference | None


def compare_findings(
    before: Report, after: Report, unknown: Collection[ObjectReference] = ()
) -> tuple[list[FindingDifference], list[str]]:
    """The findings that appeared, went, or are more or less severe; and what was not checked on both sides.

    A finding that follows from another one now, or did before, has neither appeared nor gone.

    Args:
        before: the one report.
        after: the other.
        unknown: the objects of which one side does not know what becomes of them, nor how bad a finding is.
    """
    old, new = _told(before, _own), _told(after, _names_before(before, after))
    apart: dict[str, None] = {}
    appeared = _only(new, old, after, before, "there", apart)
    went = _only(old, new, before, after, "here", apart)
    found = [*_together(appeared, "appeared"), *_together(went, "went")]
    for key in sorted(set(old) & set(new)):
        was, now = SEVERITIES.index(old[key].finding.severity), SEVERITIES.index(new[key].finding.severity)
        if was != now and new[key].subject not in unknown:
            found += _together([new[key]], "worse" if now < was else "better")
    return found, list(apart)


PortName = Callable[[ServicePortReference], str]


def _own(port: ServicePortReference) -> str:
    return f"{port.port}/{port.protocol}"


def _names_before(before: Report, after: Report) -> PortName:
    """How the ports of `after` are called: as in `before`, where they are the same ports with other numbers.

    A port that only `after` has is called otherwise than all of `before`.
    """
    names: dict[ServicePortReference, str] = {}
    services = paired(before.services, after.services, _service_key)
    for old, new in both(services):
        for one, other in paired_ports(old, new):
            if other is not None:
                here = ServicePortReference(
                    namespace=new.namespace, service=new.name, port=other.port, protocol=other.protocol
                )
                names[here] = f"+{_own(here)}" if one is None else f"{one.port}/{one.protocol}"
    return lambda port: names.get(port, _own(port))


def _service_key(service: ServiceTrace) -> tuple[str, str]:
    return service.namespace, service.name


def _told(report: Report, named: PortName) -> dict[Key, SubjectFinding]:
    """Each finding on each of its subjects, and on each port of that."""
    found: dict[Key, SubjectFinding] = {}
    for finding in report.findings:
        for subject in finding.subjects:
            where = (subject.kind, subject.namespace or "", subject.name)
            own = (each for each in finding.ports if ("Service", each.namespace, each.service) == where)
            ports: list[ServicePortReference | None] = list(own)
            for port in ports or [None]:
                key = Key(finding.code, *where, "" if port is None else named(port))
                found.setdefault(key, SubjectFinding(finding, subject, port))
    return found


def _only(
    these: Mapping[Key, SubjectFinding],
    those: Mapping[Key, SubjectFinding],
    having: Report,
    lacking: Report,
    where: str,
    apart: dict[str, None],
) -> Iterator[SubjectFinding]:
    """What is told on one side alone, and would be told on the other if it were so there."""
    below, expected = _following(lacking), _Expected(lacking, having)
    for key in sorted(set(these) - set(those)):
        told = these[key]
        if (key.code, told.subject) in below or not expected.has(told.subject):
            continue
        reason = _not_looked_for(lacking, having, told)
        if reason is None:
            yield told
        else:
            apart[f"{key.code}: {reason.format(where=where)}"] = None


def _following(report: Report) -> frozenset[tuple[str, ObjectReference]]:
    """The codes that are said of an object below other findings."""
    below = {each.code for finding in report.findings for each in finding.consequences}

    def said() -> Iterator[tuple[str, ObjectReference]]:
        for finding in report.findings:
            for subject in finding.subjects:
                yield from ((each.code, subject) for each in finding.consequences)
        for service in report.services:
            for port in service.ports:
                yield from ((code, service_reference(service)) for code in below.intersection(port.findings))
        for route in report.routes:
            yield from ((code, route_reference(route)) for code in below.intersection(route.findings))

    return frozenset(said())


class _Expected:
    """What one side looked at, or would have looked at if it existed there."""

    def __init__(self, lacking: Report, having: Report) -> None:
        self._sides = lacking, having
        self._there = {*map(service_reference, lacking.services), *map(route_reference, lacking.routes)}
        self._routes = {route_reference(route): route for route in having.routes}

    def has(self, subject: ObjectReference) -> bool:
        """Whether a finding on it would have been made there as well."""
        if subject in self._there:
            return True
        if subject.kind == "Service":
            return would_have_service(*self._sides, subject.namespace or "", subject.name)
        if subject in self._routes:
            return would_have_route(*self._sides, self._routes[subject])
        return would_have_other(*self._sides, subject)


def _not_looked_for(lacking: Report, having: Report, told: SubjectFinding) -> str | None:
    """Why the other side could not have the finding, with a place for the word that says which side; else None."""
    code, scope = told.finding.code, lacking.scope
    entry = not_checked_for(lacking, code, told.subject.namespace)
    if entry is not None:
        return f"not checked {{where}}, because {entry.resource} could not be read"
    if scope is not None and code in scope.ignored:
        return "left out {where} by --ignore"
    if scope is not None and code.startswith(OF_PRACTICE) and not scope.advice:
        return "not asked about {where}, which --advice does"
    if code.startswith(OF_PROBES) and having.probes and not lacking.probes:
        return "nothing was probed {where}"
    return None


def _together(found: Iterable[SubjectFinding], change: FindingChange) -> Iterator[FindingDifference]:
    """One entry for each finding, with all of its subjects and ports of which it is new, or gone."""
    groups: defaultdict[int, list[SubjectFinding]] = defaultdict(list)
    for each in found:
        groups[id(each.finding)].append(each)
    for told in groups.values():
        finding = told[0].finding
        yield FindingDifference(
            change=change,
            code=finding.code,
            name=finding.name,
            severity=finding.severity,
            subjects=tuple(dict.fromkeys(each.subject for each in told)),
            ports=tuple(dict.fromkeys(each.port for each in told if each.port is not None)),
            message=finding.message,
        )
