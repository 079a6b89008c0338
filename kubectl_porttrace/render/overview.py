"""The screen of several Services: a line for each port, problems first, and what was found, a line each."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from kubectl_porttrace.render.findings import finding_in_full, finding_in_short, shown
from kubectl_porttrace.render.ports import NONE, number_cell, port_cell, target_cell, verdict_cell
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import WIRED_MEANS, command_for, summary_line
from kubectl_porttrace.render.table import Cell, table, width_of
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Finding, PortTrace, Report, ServiceTrace
from kubectl_porttrace.wording import some

WORST_FIRST = ("broken", "partial", "unknown", "wired", "external")

EXTRA = frozenset({"TYPE", "CLUSTER-IP"})
"""The columns of `-o wide`, where there is room for them."""

FEW = 2
"""Codes, and names, that are written out before the rest is counted."""


class Line(msgspec.Struct, frozen=True):
    """One line of the table: a port, or a Service that has none, and the codes of what was found there."""

    service: ServiceTrace
    port: PortTrace | None
    codes: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The verdict the line ends in."""
        return self.port.verdict if self.port else self.service.verdict


def overview_screen(report: Report, screen: Screen) -> Iterator[list[str]]:
    """The blocks of the screen, top down; a block without lines is to be left out."""
    findings = shown(report.findings, screen)
    yield [*_table(report.services, findings, screen), *_catching_up(report.services, screen)]
    if screen.wide:
        for finding in findings:
            place = f"{finding.subject.namespace}/{finding.subject.name}"
            yield [screen.paint(place, "strong"), *finding_in_full(finding, screen)]
    else:
        yield [line for finding in findings for line in finding_in_short(finding, screen)]
    yield list(unchecked(report, screen))
    if screen.headers:
        yield _last_words(report, findings, screen)


def _table(services: Sequence[ServiceTrace], findings: Sequence[Finding], screen: Screen) -> list[str]:
    codes = _codes(findings)
    lines = [line for service in services for line in _lines(service, codes[service.namespace, service.name])]
    lines.sort(key=lambda line: WORST_FIRST.index(line.verdict))
    absent = set()
    if len({service.namespace for service in services}) == 1:
        absent.add("NAMESPACE")
    if not any(line.port and line.port.node_port for line in lines):
        absent.add("NODEPORT")
    cells = [_cells(line, screen) for line in lines]
    headers, rows = _without(absent, cells)
    if not screen.wide or width_of(headers, rows) > screen.width:
        headers, rows = _without(absent | EXTRA, cells)
    return table(headers, rows, screen)


def _without(absent: Collection[str], cells: Sequence[Mapping[str, Cell]]) -> tuple[list[str], list[list[Cell]]]:
    headers = [header for header in cells[0] if header not in absent]
    return headers, [[row[header] for header in headers] for row in cells]


def _codes(findings: Sequence[Finding]) -> defaultdict[tuple[str | None, str], list[str]]:
    """The codes of what was found, each once, by the namespace and name of the Service."""
    codes: defaultdict[tuple[str | None, str], list[str]] = defaultdict(list)
    for finding in findings:
        of_service = codes[finding.subject.namespace, finding.subject.name]
        if finding.code not in of_service:
            of_service.append(finding.code)
    return codes


def _lines(service: ServiceTrace, codes: Sequence[str]) -> Iterator[Line]:
    """What concerns no port in particular stands with the first one."""
    if not service.ports:
        yield Line(service, None, tuple(codes))
    of_no_port = set(codes).difference(*(port.findings for port in service.ports))
    for place, port in enumerate(service.ports):
        there = {*port.findings, *(() if place else of_no_port)}
        yield Line(service, port, tuple(code for code in codes if code in there))


def _cells(line: Line, screen: Screen) -> dict[str, Cell]:
    service, port = line.service, line.port
    shown_codes = len(line.codes) if screen.wide else FEW
    return {
        "NAMESPACE": Cell(name=service.namespace),
        "SERVICE": Cell(name=service.name),
        "TYPE": Cell(after="headless" if service.headless else service.type),
        "CLUSTER-IP": Cell(after=",".join(service.cluster_ips) or NONE),
        "PORT": port_cell(port) if port else Cell(after=NONE),
        "NODEPORT": number_cell(port.node_port if port else None),
        "TARGETPORT": target_cell(port) if port else Cell(after=NONE),
        "PODS": Cell(after=_pods(service, port)),
        "VERDICT": verdict_cell(line.verdict),
        "FINDINGS": Cell(after=some(line.codes, shown=shown_codes) or NONE),
    }


def _pods(service: ServiceTrace, port: PortTrace | None) -> str:
    """Of the matched pods, or the addresses listed where there is no selector, how many get this port's traffic.

    Without a port, how many are ready; nothing where none runs yet.
    """
    if port is None:
        return f"{service.pods.ready}/{service.pods.matched}" if service.pods and not service.foreseen else NONE
    members = {backend.pod or backend.ip for backend in port.backends} | {each.pod for each in port.unresolved}
    used = {backend.pod or backend.ip for backend in port.backends if backend.usable}
    if service.pods is not None:
        return f"{len(used)}/{max(service.pods.matched, len(members))}"
    return f"{len(used)}/{len(members)}" if members else NONE


def _catching_up(services: Sequence[ServiceTrace], screen: Screen) -> list[str]:
    names = [f"{service.namespace}/{service.name}" for service in services if service.converging]
    if not names:
        return []
    return wrap(some(names, FEW), screen.width, "EndpointSlices are still catching up with a change: ", "  ")


def _last_words(report: Report, findings: Sequence[Finding], screen: Screen) -> list[str]:
    lines = wrap(summary_line(report.summary, screen), screen.width, rest="  ")
    if findings and not screen.wide:
        lines.append(f"evidence and fix: {command_for(report, findings[0].subject)}")
    if report.summary.wired:
        lines += [screen.paint(line, "dim") for line in wrap(WIRED_MEANS, screen.width)]
    return lines
