"""The lines of the overview: one for a Service whose ports agree, else one for each port; problems first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from kubectl_porttrace.findings import SEVERITIES, Severity
from kubectl_porttrace.report.v1 import Finding, PortTrace, ServiceTrace

SYSTEM_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})

WORST_FIRST = ("broken", "partial", "unknown", "wired", "external")

Found = Mapping[str, Finding]
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
    def rank(self) -> tuple[int, int, bool, str, str]:
        """Its place among the lines: errors first, then warnings, whatever the verdict; systems' namespaces last."""
        severity = SEVERITIES.index(self.worst) if self.worst else len(SEVERITIES)
        service = self.service
        system = service.namespace in SYSTEM_NAMESPACES
        return severity, WORST_FIRST.index(self.verdict), system, service.namespace, service.name


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
    """The lines as they are to be shown: by `problems`, `name` or `namespace`."""
    if sort_by == "name":
        return tuple(sorted(lines, key=lambda line: (line.service.name, line.service.namespace)))
    if sort_by == "namespace":
        return tuple(sorted(lines, key=lambda line: (line.service.namespace, line.service.name)))
    return tuple(sorted(lines, key=lambda line: line.rank))


def _of_service(service: ServiceTrace, found: Found) -> Iterator[Line]:
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


def _findings(found: Found, codes: Sequence[str]) -> tuple[Finding, ...]:
    return tuple(found[code] for code in codes)


def _pods_of(port: PortTrace) -> frozenset[str | None]:
    return frozenset(backend.pod or backend.ip for backend in port.backends if backend.usable)


def _key(service: ServiceTrace) -> tuple[str | None, str]:
    return service.namespace, service.name
