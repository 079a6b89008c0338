"""The screen of several Services: problems first, with the cause in words, then what was found, a line each."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kubectl_porttrace.render.findings import finding_in_full, finding_in_short, shown
from kubectl_porttrace.render.overview_lines import Line, in_order, in_order_of_lines, lines_of
from kubectl_porttrace.render.ports import NONE, number_and_protocol, target_cell, verdict_cell
from kubectl_porttrace.render.probed import probed
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import command_for, summary_line, wired_means
from kubectl_porttrace.render.table import Cell, lines_of_table, measured, width_of_columns
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Finding, PortTrace, Report, ServiceTrace
from kubectl_porttrace.wording import count, some

EXTRA = frozenset({"TYPE", "CLUSTER-IP", "TARGETPORT"})
"""The columns of `-o wide`, where there is room for them."""

FEW = 2
"""Names that are written out before the rest is counted."""

FEW_PORTS = 3

MANY_HEALTHY = 20
"""More lines than these on which nothing was found are counted in place of being listed."""


WORDS, CODES = "FINDINGS", "FINDINGS in codes"
"""What was found, written in two ways; one of them is shown."""

COLUMNS = ("NAMESPACE", "SERVICE", "TYPE", "CLUSTER-IP", "PORT", "TARGETPORT", "PODS", "VERDICT", WORDS, CODES)


def overview_screen(report: Report, screen: Screen) -> Iterator[Iterable[str]]:
    """The blocks of the screen, top down; a block without lines is to be left out."""
    findings = in_order_of_lines(shown(report.findings, screen), report.services)
    yield chain(overview_table(report.services, findings, screen), _catching_up(report.services, screen))
    if screen.wide:
        for finding in findings:
            place = f"{finding.subject.namespace}/{finding.subject.name}"
            yield [screen.paint(place, "strong"), *finding_in_full(finding, screen)]
    else:
        yield (line for finding in findings for line in finding_in_short(finding, screen))
    yield [*unchecked(report, screen), *probed(report, screen)]
    if screen.headers:
        yield _last_words(report, findings, screen)


def overview_table(services: Sequence[ServiceTrace], findings: Sequence[Finding], screen: Screen) -> Iterator[str]:
    """A line for each Service whose ports agree, else one for each port; many healthy ones are counted."""
    lines = in_order(lines_of(services, findings), screen.sort_by)
    healthy = [line for line in lines if line.healthy]
    left_out = screen.problems or (len(healthy) > MANY_HEALTHY and not screen.everything)
    kept = [line for line in lines if not (left_out and line.healthy)]
    absent = {"NAMESPACE"} if len({service.namespace for service in services}) == 1 else set()
    if kept:
        yield from _fitting(kept, absent, screen)
    if left_out and not screen.problems:
        yield from _counted(healthy, screen)


def _fitting(lines: Sequence[Line], absent: set[str], screen: Screen) -> Iterator[str]:
    """The table with all that fits: extra columns go first, then the causes in words; names are shortened last.

    There may be very many lines: they are gone through twice, first for what their columns need.
    """
    columns = dict(zip(COLUMNS, measured((row_of(line, screen) for line in lines), len(COLUMNS)), strict=True))
    narrower = [absent | EXTRA | {CODES}, absent | EXTRA | {WORDS}]
    versions = [absent | {CODES}, *narrower] if screen.wide else narrower
    for without in versions[:1] if screen.piped else versions:
        shown_columns = [each for each in COLUMNS if each not in without]
        headers = [WORDS if each == CODES else each for each in shown_columns]
        needed = [columns[each] for each in shown_columns]
        if width_of_columns(headers, needed) <= screen.width:
            break
    rows = (
        [cell for each, cell in zip(COLUMNS, row_of(line, screen), strict=True) if each not in without]
        for line in lines
    )
    return lines_of_table(headers, rows, needed, screen)


def _counted(healthy: Sequence[Line], screen: Screen) -> list[str]:
    services = {(line.service.namespace, line.service.name) for line in healthy}
    text = f"and {count(len(services), 'Service')} in which nothing was found (--all lists them)"
    return [screen.paint(text, "dim")]


def row_of(line: Line, screen: Screen) -> tuple[Cell, ...]:
    """Its cells, in the order of `COLUMNS`."""
    service, ports = line.service, line.ports
    return (
        Cell(name=service.namespace),
        Cell(name=service.name),
        Cell(after="headless" if service.headless else service.type),
        Cell(after=",".join(service.cluster_ips) or NONE),
        _port_cell(ports),
        target_cell(ports[0]) if len(ports) == 1 else Cell(after=_targets(ports)),
        Cell(after=_pods(service, ports)),
        verdict_cell(line.verdict),
        Cell(after=_what_was_found(line, screen, in_words=True)),
        Cell(after=_what_was_found(line, screen, in_words=False)),
    )


def _port_cell(ports: Sequence[PortTrace]) -> Cell:
    """As kubectl writes ports, with the name of a port that stands alone: `http 80:30080/TCP`, `80/TCP,443/TCP`."""
    if len(ports) == 1 and ports[0].name:
        return Cell(name=ports[0].name, after=f" {number_and_protocol(ports[0])}")
    shown_ports = [number_and_protocol(port) for port in ports[:FEW_PORTS]]
    more = f" +{len(ports) - FEW_PORTS}" if len(ports) > FEW_PORTS else ""
    return Cell(after=(",".join(shown_ports) + more) or NONE)


def _targets(ports: Sequence[PortTrace]) -> str:
    return some(list(dict.fromkeys(str(port.target_port) for port in ports)), FEW_PORTS) or NONE


def _what_was_found(line: Line, screen: Screen, *, in_words: bool) -> str:
    """The worst finding, in words where there is room, and how many more there are; all codes where it is wide."""
    found = line.found
    if not found:
        return NONE
    if screen.wide:
        return ", ".join(finding.code for finding in found)
    first = f"{found[0].code} {found[0].name.replace('-', ' ')}" if in_words else found[0].code
    return f"{first} +{len(found) - 1}" if len(found) > 1 else first


def _pods(service: ServiceTrace, ports: Sequence[PortTrace]) -> str:
    """Of the selected pods that have not ended, how many get this port's traffic; else of the addresses listed.

    Without a port, how many are ready; nothing where none runs yet.
    """
    if not ports:
        return f"{service.pods.ready}/{service.pods.living}" if service.pods and not service.foreseen else NONE
    port = ports[0]
    members = {backend.pod or backend.ip for backend in port.backends} | {each.pod for each in port.unresolved}
    used = {backend.pod or backend.ip for backend in port.backends if backend.usable}
    if service.pods is not None:
        return f"{len(used)}/{max(service.pods.living, len(members))}"
    return f"{len(used)}/{len(members)}" if members else NONE


def _catching_up(services: Sequence[ServiceTrace], screen: Screen) -> list[str]:
    names = [f"{service.namespace}/{service.name}" for service in services if service.converging]
    if not names:
        return []
    return wrap(some(names, FEW), screen.width, "EndpointSlices are still catching up with a change: ", "  ")


def _last_words(report: Report, findings: Sequence[Finding], screen: Screen) -> list[str]:
    lines = wrap(summary_line(report.summary, report.routes, screen), screen.width, rest="  ")
    if findings and not screen.wide:
        lines.append(f"evidence and fix: {command_for(findings[0].subject, screen)}")
    if report.summary.wired:
        means = wired_means(port for service in report.services for port in service.ports)
        lines += [screen.paint(line, "dim") for line in wrap(means, screen.width)]
    return lines
