"""The screen of routes that were asked for: each backend down to its containers, then what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from kubectl_porttrace.render.callers import CALLERS, both_numbers, place_of
from kubectl_porttrace.render.findings import finding_in_full, shown
from kubectl_porttrace.render.named_by import match_of, port_of, route_title, title_of
from kubectl_porttrace.render.outcomes import outcomes_of
from kubectl_porttrace.render.ports import NONE, TERSE, TERSEST, container_cell, pods_cell, port_cell, verdict_cell
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import WIRED_MEANS, hidden_notes
from kubectl_porttrace.render.table import Cell, table, width_of
from kubectl_porttrace.render.text import flow, wrap
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import (
    Finding,
    ObjectReference,
    PortTrace,
    Report,
    RouteBackend,
    RouteTrace,
    ServiceTrace,
)

HEADERS = ("REQUESTS", "SERVICE", "PORT", "CONTAINER", "PODS", "VERDICT")

CALLER_HEADERS = ("FIELD", *HEADERS[1:])

NOTHING_NAMED = "names no Service"

Services = Mapping[tuple[str, str], ServiceTrace]

ATTACHED: Mapping[bool | None, tuple[str, str]] = MappingProxyType(
    {True: ("attached", "wired"), False: ("not attached", "broken"), None: ("unknown", "unknown")}
)
"""What is said of a parent, and how it looks."""


def route_screen(report: Report, screen: Screen) -> Iterator[list[str]]:
    """The blocks of the screen, top down; a block without lines is to be left out."""
    services = {(each.namespace, each.name): each for each in report.services}
    for route in report.routes:
        yield [*_header(route, screen), *_parents(route, screen)] if screen.headers else []
        yield _table(route, services, screen) or [NOTHING_NAMED]
        yield [line for text in both_numbers(route, services) for line in wrap(text, screen.width, "", "  ")]
    for finding in shown(report.findings, screen, {route.kind for route in report.routes}):
        yield [*_subject(finding, report, screen), *finding_in_full(finding, screen)]
    yield list(unchecked(report, screen))
    if screen.headers:
        yield _last_words(report, screen)


def _header(route: RouteTrace, screen: Screen) -> list[str]:
    """`shop/ing/shop: broken   served by k8s.io/ingress-nginx`."""
    where = f"{route.namespace}/" if route.namespace else ""
    end = f": {route.verdict}"
    pieces = [f"{where}{route_title(route, route.namespace)}{end}"]
    pieces += [f"served by {route.consumer}"] if route.consumer else []
    pieces += [f"at {', '.join(route.addresses)}"] if route.addresses else []
    first, *rest = flow(pieces, screen.width, rest="  ")
    return [first.replace(end, f": {screen.paint(route.verdict, route.verdict)}", 1), *rest]


def _parents(route: RouteTrace, screen: Screen) -> Iterator[str]:
    """What a route asks to attach to, and what comes of it: `gateway/edge (http): attached`."""
    for parent in route.parents:
        reference = ObjectReference(kind=parent.kind, namespace=parent.namespace, name=parent.name)
        section = f" ({parent.section_name})" if parent.section_name else ""
        verdict, style = ATTACHED[parent.attached]
        reason = f", {parent.reason}" if parent.reason else ""
        title = f"{title_of(reference, route.namespace)}{section}"
        yield from wrap(f"{title}: {screen.paint(verdict, style)}{reason}", screen.width, "  ", "    ")


def _table(route: RouteTrace, services: Services, screen: Screen) -> list[str]:
    """The rows of a route. Where they do not fit, a host that all share is said above them; then words are spared."""
    headers = CALLER_HEADERS if route.role in CALLERS else HEADERS
    shared = _shared_hosts(route)
    for level, hosts in (TERSE, ()), (TERSE, shared), (TERSEST, shared):
        rows = [row for backend in route.backends for row in rows_of(route, backend, services, level, hosts)]
        if screen.piped or width_of(headers, rows) <= screen.width:
            break
    above = wrap(f"host {', '.join(hosts)}", screen.width, "", "  ") if hosts else []
    return [*above, *table(headers, rows, screen)]


def _shared_hosts(route: RouteTrace) -> tuple[str, ...]:
    """The hosts of all its backends, where they are the same for each; callers have none."""
    hosts = {backend.hosts for backend in route.backends}
    return hosts.pop() if len(hosts) == 1 else ()


def rows_of(
    route: RouteTrace, backend: RouteBackend, services: Services, level: int, above: tuple[str, ...]
) -> Iterator[Sequence[Cell]]:
    """A row for each distinct outcome of the ports that a backend means.

    Args:
        route: the route.
        backend: the place in it.
        services: the Services of the report, by namespace and name.
        level: how much a row says.
        above: the hosts that are said above the rows.
    """
    service = services.get((backend.service.namespace, backend.service.name))
    verdict = verdict_cell(backend.verdict)
    requests = place_of(backend) if route.role in CALLERS else (backend.match if above else match_of(backend)) or "all"
    start = [Cell(name=requests), _service_cell(route, backend, level)]
    ports = [port for port in service.ports if port.port == backend.service_port] if service else []
    if service is None or not ports:
        yield (*start, Cell(after=port_of(backend)), Cell(after=NONE), Cell(after=NONE), verdict)
    for port in ports[:1] if service else ():
        for container, pods in _outcomes(port, level, foreseen=service is not None and service.foreseen):
            yield (*start, port_cell(port) if start[0].text else Cell(), container, pods, verdict)
            start, verdict = [Cell(), Cell()], Cell()


def _outcomes(port: PortTrace, level: int, *, foreseen: bool) -> Iterator[tuple[Cell, Cell]]:
    groups = outcomes_of(port, foreseen=foreseen)
    if not groups:
        yield Cell(after=NONE), Cell(after="none" if port.verdict != "external" else NONE)
    for group in groups:
        yield container_cell(group.outcome, level, port.target_port), pods_cell(group, level)


def _service_cell(route: RouteTrace, backend: RouteBackend, level: int) -> Cell:
    apart = f"{backend.service.namespace}/" if backend.service.namespace != route.namespace else ""
    state = {False: " (missing)", None: " (not read)"}.get(backend.service.exists, "")
    return Cell(before=apart if level == TERSEST else f"{apart}svc/", name=backend.service.name, after=state)


def _subject(finding: Finding, report: Report, screen: Screen) -> Iterator[str]:
    """Whom a finding is about, where that is not the one route of the screen."""
    judged = finding.subject
    if len(report.routes) == 1 and (judged.kind, judged.name) == (report.routes[0].kind, report.routes[0].name):
        return
    yield screen.paint(title_of(judged, report.routes[0].namespace), "strong")


def _last_words(report: Report, screen: Screen) -> list[str]:
    said = [WIRED_MEANS] if any(each.verdict == "wired" for route in report.routes for each in route.backends) else []
    said += [", ".join(hidden_notes(report.summary, screen))]
    findings = shown(report.findings, screen, {route.kind for route in report.routes})
    if findings and not screen.wide:
        said.append(f"why: kubectl porttrace --explain {findings[0].code}")
    return [screen.paint(line, "dim") for text in said if text for line in wrap(text, screen.width)]
