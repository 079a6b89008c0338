"""The section of one Service, route or workload: the picture of its chain, what was found, and every detail."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.render.access import access_lines
from kubectl_porttrace.render.callers import CALLERS, both_numbers
from kubectl_porttrace.render.chain import Chain, chains_of, chains_to_nothing
from kubectl_porttrace.render.details import backend_rows
from kubectl_porttrace.render.header import pieces_of
from kubectl_porttrace.render.html.cards import Card, Places, card_of, home_of
from kubectl_porttrace.render.html.topics import Topic
from kubectl_porttrace.render.named_by import title_of
from kubectl_porttrace.render.ports import TERSE, port_cell
from kubectl_porttrace.render.routes import ATTACHED, CALLER_HEADERS, HEADERS, NOTHING_NAMED, rows_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.service import remarks
from kubectl_porttrace.render.table import Cell
from kubectl_porttrace.render.workload import NO_SERVICE, PORTLESS, outside_lines, pods_of, port_rows, remarks_of
from kubectl_porttrace.report.v1 import Finding, ObjectReference, Report, RouteTrace, ServiceTrace, WorkloadTrace
from kubectl_porttrace.wording import count

MOST_ROWS = 200
"""A table has no more rows: of a Service with thousands of endpoints, the report in the page has the rest."""


class Table(msgspec.Struct, frozen=True):
    """A table; a `folded` one is shown when it is asked for. `rest` says what was left out."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Sequence[Cell], ...]
    folded: bool = False
    rest: str = ""


class TopicSection(msgspec.Struct, frozen=True):
    """One section.

    Attributes:
        id: what links lead to.
        kind: of the object.
        title: its namespace and name.
        verdict: the word of the report; empty where there is none.
        facts: what it is, piece by piece.
        remarks: sentences that belong below.
        chains: the picture, one for each port.
        tables: every detail.
        cards: what was found of it, and stands nowhere else.
        elsewhere: what was found of it and of others, with the id of the section where it stands in full.
        open: whether it is shown at once.
    """

    id: str
    kind: str
    title: str
    verdict: str
    facts: tuple[str, ...]
    remarks: tuple[str, ...]
    chains: tuple[Chain, ...]
    tables: tuple[Table, ...]
    cards: tuple[Card, ...]
    elsewhere: tuple[tuple[Finding, str], ...]
    open: bool


class Around(msgspec.Struct, frozen=True):
    """What the sections of one report share, sorted once for all of them."""

    report: Report
    screen: Screen
    places: Places
    services: Mapping[tuple[str, str], ServiceTrace]
    naming: Mapping[tuple[str, str], tuple[RouteTrace, ...]]
    of_others: tuple[Finding, ...]


def around(report: Report, screen: Screen, places: Places) -> Around:
    """Sort a report for its sections.

    Args:
        report: the whole.
        screen: one so wide that no line is broken: a browser does that.
        places: the ids of the sections.
    """
    naming: defaultdict[tuple[str, str], dict[tuple[str, str | None, str], RouteTrace]] = defaultdict(dict)
    for route in report.routes:
        for backend in route.backends:
            named = (backend.service.namespace, backend.service.name)
            naming[named][route.kind, route.namespace, route.name] = route
    others = {
        (finding.code, finding.severity): finding
        for finding in report.findings
        if any(subject.kind != "Service" for subject in finding.subjects)
    }
    return Around(
        report=report,
        screen=screen,
        places=places,
        services={(each.namespace, each.name): each for each in report.services},
        naming={named: tuple(routes.values()) for named, routes in naming.items()},
        of_others=tuple(others.values()),
    )


def section_of(subject: Topic, place: str, known: Around, *, shown: bool) -> TopicSection:
    """The section of one subject.

    Args:
        subject: what it is about.
        place: its id.
        known: what the sections share.
        shown: whether it is open at once.
    """
    kind, namespace, name = subject.key
    said = _said(subject, known)
    homes = [(finding, home_of(finding, known.places)) for finding in subject.found]
    return TopicSection(
        id=place,
        kind=kind,
        title=f"{namespace}/{name}" if namespace else name,
        verdict=subject.verdict,
        facts=said.facts,
        remarks=said.remarks,
        chains=said.chains,
        tables=said.tables,
        cards=tuple(card_of(finding, known.places) for finding, home in homes if home == place),
        elsewhere=tuple((finding, home) for finding, home in homes if home != place),
        open=shown,
    )


class _Said(msgspec.Struct, frozen=True):
    """What depends on the kind of the subject."""

    facts: tuple[str, ...]
    remarks: tuple[str, ...]
    chains: tuple[Chain, ...] = ()
    tables: tuple[Table, ...] = ()


def _said(subject: Topic, known: Around) -> _Said:
    trace = subject.trace
    if isinstance(trace, ServiceTrace):
        return _of_service(trace, subject.found, known)
    return _of_route(trace, known) if isinstance(trace, RouteTrace) else _of_workload(trace, known)


def _of_service(service: ServiceTrace, found: tuple[Finding, ...], known: Around) -> _Said:
    named = known.naming.get((service.namespace, service.name), ())
    # What is drawn of one Service needs no more of the report; with all of it, many Services would take very long.
    concerning = replace(known.report, routes=named, findings=(*found, *known.of_others))
    backends = ((port, *backend_rows(port)) for port in service.ports)
    tables = (
        _table(f"{port_cell(port).text}: {count(len(rows), 'endpoint')}", columns, rows, folded=True)
        for port, columns, rows in backends
        if rows
    )
    said = (*remarks(service, known.screen), *access_lines(known.report, service, known.screen))
    return _Said(tuple(pieces_of(service)), said, chains_of(service, concerning), tuple(tables))


def _of_route(route: RouteTrace, known: Around) -> _Said:
    headers = CALLER_HEADERS if route.role in CALLERS else HEADERS
    rows = [row for backend in route.backends for row in rows_of(route, backend, known.services, TERSE, ())]
    facts = [f"served by {route.consumer}"] if route.consumer else []
    facts += [f"at {', '.join(route.addresses)}"] if route.addresses else []
    named = both_numbers(route, known.services)
    alone = replace(known.report, routes=(route,))
    return _Said(
        facts=(*facts, *_parents(route)),
        remarks=tuple(named) if rows else (NOTHING_NAMED,),
        chains=tuple(chains_to_nothing(alone)),
        tables=(_table("", headers, rows),) if rows else (),
    )


def _parents(route: RouteTrace) -> Iterator[str]:
    for parent in route.parents:
        reference = ObjectReference(kind=parent.kind, namespace=parent.namespace, name=parent.name)
        section = f" ({parent.section_name})" if parent.section_name else ""
        reason = f", {parent.reason}" if parent.reason else ""
        yield f"{title_of(reference, route.namespace)}{section}: {ATTACHED[parent.attached][0]}{reason}"


def _of_workload(workload: WorkloadTrace, known: Around) -> _Said:
    columns, rows = port_rows(workload, probed=any(port.probes for port in workload.ports))
    portless = () if rows else (PORTLESS,)
    return _Said(
        facts=(*pods_of(workload), ", ".join(f"svc/{name}" for name in workload.services) or NO_SERVICE),
        remarks=(*portless, *remarks_of(workload, known.screen), *outside_lines(workload.outside, known.screen)),
        tables=(_table("", columns, rows),) if rows else (),
    )


def _table(title: str, columns: Iterable[str], rows: Sequence[Sequence[Cell]], *, folded: bool = False) -> Table:
    hidden = len(rows) - MOST_ROWS
    rest = f"{count(hidden, 'row')} more in the report that this page holds" if hidden > 0 else ""
    return Table(title, tuple(map(str.capitalize, columns)), tuple(rows[:MOST_ROWS]), folded, rest)
