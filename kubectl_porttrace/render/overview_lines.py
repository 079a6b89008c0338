"""The lines of the overview: one for a Service whose ports agree, else one for each port; problems first."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kubectl_porttrace.findings import SEVERITIES, Severity
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Finding, PortTrace, ServiceTrace

SYSTEM_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})

WORST_FIRST = ("broken", "partial", "unknown", "wired", "external")

WorstByCode = Mapping[str, Finding]
"""What was found on one Service, by code; of several findings of one code the worst."""


class Line(msgspec.Struct, frozen=True):
    """One line of the overview.

    Attributes:
        service: the Service.
        ports: its ports that this line is about; none for a Service without ports.
        found: what was found there, the worst first.
    """

    service: ServiceTrace
    ports: tuple[PortTrace, ...]
    found: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """The verdict of these ports, or of the Service where it has none."""
        return self.ports[0].verdict if self.ports else self.service.verdict

    @property
    def healthy(self) -> bool:
        """Whether there is nothing to look at: no error and no warning, and a verdict that is no problem."""
        return self.verdict in {"wired", "external"} and self.worst in {None, "note"}

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst finding."""
        return min((finding.severity for finding in self.found), key=SEVERITIES.index, default=None)

    @property
    def rank(self) -> tuple[bool, bool, int, int, str, str]:
        """Its place among the lines: errors first, then warnings, whatever the verdict.

        The problems of systems' namespaces come after those of all others, and before what is healthy.
        """
        severity = SEVERITIES.index(self.worst) if self.worst else len(SEVERITIES)
        system = self.service.namespace in SYSTEM_NAMESPACES
        return self.healthy, system, severity, WORST_FIRST.index(self.verdict), *self.place

    @property
    def place(self) -> tuple[str, str]:
        """The namespace and the name of its Service."""
        return self.service.namespace, self.service.name


def lines_of(services: Iterable[ServiceTrace], findings: Iterable[Finding]) -> tuple[Line, ...]:
    """The lines of some Services, in their order."""
    by_service: dict[tuple[str | None, str], dict[str, Finding]] = {}
    for finding in findings:
        for subject in finding.subjects:
            if subject.kind != "Service":
                continue
            found = by_service.setdefault((subject.namespace, subject.name), {})
            found.setdefault(finding.code, finding)
    return tuple(line for service in services for line in _of_service(service, by_service.get(_key(service), {})))


def in_order(lines: Iterable[Line], sort_by: str) -> tuple[Line, ...]:
    """The lines as they are to be shown: by `problems`, or by a value of the Service, as `SORT_BY` calls them."""
    return tuple(sorted(lines, key=_ORDERS[sort_by]))


def shown_lines(services: Iterable[ServiceTrace], findings: Iterable[Finding], screen: Screen) -> Sequence[Line]:
    """The lines in their order; without the healthy ones where only problems are to be listed."""
    lines = in_order(lines_of(services, findings), screen.sort_by)
    return [line for line in lines if not (screen.problems and line.healthy)]


def services_of(lines: Iterable[Line]) -> Iterable[ServiceTrace]:
    """The Services of some lines, each once, in the order of their first lines."""
    return {line.place: line.service for line in lines}.values()


def in_order_of_lines(findings: Iterable[Finding], services: Iterable[ServiceTrace]) -> tuple[Finding, ...]:
    """The findings as the lines of their Services stand: problems of systems' namespaces come last.

    What is about another object comes below what is about Services.
    """
    verdicts = {_key(service): WORST_FIRST.index(service.verdict) for service in services}

    def place(finding: Finding) -> tuple[bool, int, int, str, str]:
        subject = finding.subject
        system = all(each.namespace in SYSTEM_NAMESPACES for each in finding.subjects)
        of_service = (subject.namespace, subject.name) if subject.kind == "Service" else (None, "")
        verdict = verdicts.get(of_service, len(WORST_FIRST))
        return system, SEVERITIES.index(finding.severity), verdict, subject.namespace or "", subject.name

    return tuple(sorted(findings, key=place))


def _of_service(service: ServiceTrace, found: WorstByCode) -> Iterator[Line]:
    """What concerns no port in particular stands with the first one."""
    if not service.ports:
        yield Line(service, (), tuple(found.values()))
        return
    of_no_port = set(found).difference(*(port.findings for port in service.ports))
    codes = [
        tuple(code for code in found if code in {*port.findings, *(() if place else of_no_port)})
        for place, port in enumerate(service.ports)
    ]
    alike = {(port.verdict, there, _pods_of(port)) for port, there in zip(service.ports, codes, strict=True)}
    if len(alike) == 1:
        yield Line(service, service.ports, _findings(found, codes[0]))
        return
    for port, there in zip(service.ports, codes, strict=True):
        yield Line(service, (port,), _findings(found, there))


def _findings(found: WorstByCode, codes: Sequence[str]) -> tuple[Finding, ...]:
    return tuple(found[code] for code in codes)


def _pods_of(port: PortTrace) -> frozenset[str | None]:
    return frozenset(backend.pod or backend.ip for backend in port.backends if backend.usable)


def _created(line: Line) -> str:
    """When its Service was created, for sorting: what is not yet, comes last."""
    created = line.service.created_at
    return created.isoformat() if created else "later"


def _key(service: ServiceTrace) -> tuple[str | None, str]:
    return service.namespace, service.name


_ORDERS: Mapping[str, Callable[[Line], tuple[Any, ...]]] = {
    "problems": lambda line: line.rank,
    "name": lambda line: line.place[::-1],
    "namespace": lambda line: line.place,
    "type": lambda line: (line.service.type, *line.place),
    "created": lambda line: (_created(line), *line.place),
}
