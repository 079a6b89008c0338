"""The screen of a workload or pod: which Services reach which of its ports, and which pods they leave out."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from kubectl_porttrace.render.findings import finding_in_full, shown
from kubectl_porttrace.render.header import ready_of
from kubectl_porttrace.render.overview import overview_table
from kubectl_porttrace.render.ports import NONE, SHORT_KINDS, verdict_cell
from kubectl_porttrace.render.probed import probed
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import hidden_notes, wired_means
from kubectl_porttrace.render.table import Cell, table, width_of
from kubectl_porttrace.render.text import flow, wrap
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Finding, PodOutside, Reach, Report, ServiceTrace, WorkloadPort, WorkloadTrace
from kubectl_porttrace.wording import some

FEW_OUTSIDE = 3
"""So many pods with one reason are named before the rest is counted."""

NO_SERVICE = "no Service"

PORTLESS = "its containers declare no port, and no Service sends to one"

FORESEEN = "nothing runs here: the template stands for the pods that will be made of it"


def workload_screen(report: Report, screen: Screen) -> Iterator[list[str]]:
    """The blocks of the screen of the workloads of a report, top down; a block without lines is to be left out.

    Services that were asked for beside them have a line for each port.
    """
    for workload in report.workloads:
        yield from workload_blocks(workload, screen)
    others = [each for each in report.services if not any(map(partial(_reaches, each), report.workloads))]
    yield [*overview_table(others, report.findings, screen)]
    for finding in shown(report.findings, screen, {each.kind for each in report.workloads}):
        yield [*_subject(finding, report, screen), *finding_in_full(finding, screen)]
    yield [*unchecked(report, screen), *probed(report, screen)]
    if screen.headers:
        yield _last_words(report, screen)


def workload_blocks(workload: WorkloadTrace, screen: Screen) -> Iterator[list[str]]:
    """What there is to say of one workload: what it is, its ports, and the pods that Services leave out."""
    header = _header(workload, screen) if screen.headers else []
    ports = _port_table(workload, screen)
    if ports:
        yield header
        yield [*ports, *remarks_of(workload, screen)]
    else:
        yield [*header, *wrap(PORTLESS, screen.width), *remarks_of(workload, screen)]
    yield list(outside_lines(workload.outside, screen))


def _reaches(service: ServiceTrace, workload: WorkloadTrace) -> bool:
    return service.namespace == workload.namespace and service.name in workload.services


def _header(workload: WorkloadTrace, screen: Screen) -> list[str]:
    """`shop/deploy/web   2 of 3 pods ready   svc/web, svc/api`, continued below."""
    title = f"{workload.namespace}/{SHORT_KINDS.get(workload.kind, workload.kind.lower())}/{workload.name}"
    services = some([f"svc/{name}" for name in workload.services], FEW_OUTSIDE)
    return flow([title, *pods_of(workload), services or NO_SERVICE], screen.width, rest="  ")


def pods_of(workload: WorkloadTrace) -> Iterator[str]:
    """Its pods in a word or two: `2 of 3 pods ready`."""
    pods = workload.pods
    if workload.foreseen:
        yield "a template"
    elif pods is None:
        yield "pods not read"
    elif workload.kind == "Pod":
        yield "ready" if pods.ready else next((f"ended: {how}" for how in pods.ended), "not ready")
    else:
        yield ready_of(pods) if pods.matched else "no pods"


def _port_table(workload: WorkloadTrace, screen: Screen) -> list[str]:
    """A row for each port and each Service port that ends there. Columns that say nothing of any port are left out.

    Where the whole does not fit, the probes of `-o wide` go first, before names are shortened.
    """
    probed = screen.wide and any(port.probes for port in workload.ports)
    headers, rows = port_rows(workload, probed=probed)
    if probed and not screen.piped and width_of(headers, rows) > screen.width:
        headers, rows = port_rows(workload, probed=False)
    return table(headers, rows, screen)


def port_rows(workload: WorkloadTrace, *, probed: bool) -> tuple[list[str], list[Sequence[Cell]]]:
    """The columns of the table of its ports, and the rows; `probed` for a column of the probes."""
    with_host_ports = any(port.host_port for port in workload.ports)
    extra = [*(["HOSTPORT"] if with_host_ports else []), "CONTAINER", *(["PROBES"] if probed else [])]
    rows: list[Sequence[Cell]] = []
    for port in workload.ports:
        start = [
            _port_cell(port),
            *([Cell(after=str(port.host_port or NONE))] if with_host_ports else []),
            _container_cell(port),
            *([Cell(after=",".join(port.probes) or NONE)] if probed else []),
        ]
        for reached, verdict in _reached_cells(port):
            rows.append([*start, reached, verdict])
            start = [Cell()] * len(start)
    return ["PORT", *extra, "REACHED BY", "VERDICT"], rows


def _port_cell(port: WorkloadPort) -> Cell:
    number = f"{port.number}/{port.protocol}"
    return Cell(name=port.name, after=f" {number}") if port.name else Cell(after=number)


def _container_cell(port: WorkloadPort) -> Cell:
    if port.container is None:
        return Cell(after="undeclared")
    return Cell(name=port.container, after=" (sidecar)" if port.container_kind == "sidecar" else "")


def _reached_cells(port: WorkloadPort) -> Iterator[tuple[Cell, Cell]]:
    if not port.reached_by:
        yield Cell(after=NO_SERVICE, style="dim"), Cell(after=NONE)
    for reach in port.reached_by:
        yield _reach_cell(reach, port.protocol), verdict_cell(reach.verdict)


def _reach_cell(reach: Reach, protocol: str) -> Cell:
    number = f"{reach.port}" if reach.protocol == protocol else f"{reach.port}/{reach.protocol}"
    node_port = f", node port {reach.node_port}" if reach.node_port else ""
    return Cell(name=reach.service, before="svc/", after=f" {number}{node_port}")


def remarks_of(workload: WorkloadTrace, screen: Screen) -> Iterator[str]:
    """What is to be known of it beside its ports: that nothing of it runs, and where a rollout leads."""
    if workload.foreseen:
        yield from wrap(FORESEEN, screen.width)
    rollout = workload.rollout
    if rollout is not None and rollout.enters:
        yield from wrap(f"pods made from its template enter {_services(rollout.enters)}", screen.width, rest="  ")
    if rollout is not None and rollout.leaves:
        yield from wrap(f"pods made from its template leave {_services(rollout.leaves)}", screen.width, rest="  ")


def _services(names: Sequence[str]) -> str:
    return ", ".join(f"svc/{name}" for name in names)


def outside_lines(outside: Sequence[PodOutside], screen: Screen) -> Iterator[str]:
    """The pods that Services leave out: those with one reason together, and the Services that leave out the same."""
    pods: dict[tuple[str, str], list[str]] = {}
    for each in outside:
        pods.setdefault((each.service, each.reason), []).append(each.pod)
    services: dict[tuple[str, str], list[str]] = {}
    for (service, reason), names in pods.items():
        named = some(names, len(names) if screen.wide else FEW_OUTSIDE)
        services.setdefault((named, reason), []).append(service)
    for (named, reason), leaving in services.items():
        yield from wrap(f"not in {_services(leaving)}: {named}: {reason}", screen.width, rest="  ")


def _subject(finding: Finding, report: Report, screen: Screen) -> Iterator[str]:
    """Whom a finding is about, where that is not the one workload of the screen."""
    judged = finding.subject
    if len(report.workloads) == 1 and judged.kind != "Service":
        return
    kind = "svc" if judged.kind == "Service" else SHORT_KINDS.get(judged.kind, judged.kind.lower())
    yield screen.paint(f"{kind}/{judged.name}", "strong")


def _last_words(report: Report, screen: Screen) -> list[str]:
    reaches = chain.from_iterable(port.reached_by for workload in report.workloads for port in workload.ports)
    means = wired_means(port for service in report.services for port in service.ports)
    said = [means] if any(reach.verdict == "wired" for reach in reaches) else []
    said += [", ".join(hidden_notes(report.summary, screen))]
    findings = shown(report.findings, screen, {each.kind for each in report.workloads})
    if findings and not screen.wide:
        said.append(f"why: kubectl porttrace --explain {findings[0].code}")
    return [screen.paint(line, "dim") for text in said if text for line in wrap(text, screen.width)]
