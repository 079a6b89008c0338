"""`-o tree`: the chain from the outside to the containers, with the number and the verdict at every step."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.render.chain import Chain, Hop, chains_of, chains_to_nothing
from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.findings import finding_in_short, shown
from kubectl_porttrace.render.header import header
from kubectl_porttrace.render.overview_lines import services_of, shown_lines
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.service import remarks
from kubectl_porttrace.render.summary import command_for, summary_line
from kubectl_porttrace.render.table import Cell, table
from kubectl_porttrace.render.text import separated, wrap
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Finding, Report

COLUMNS = ("", "", "", "")


class Strokes(msgspec.Struct, frozen=True):
    """What the drawing is made of: the first way in, the others, the port, pods, the last pods, and what breaks it."""

    first: str
    way: str
    port: str
    pods: str
    last: str
    fails: str


BOXES = Strokes(first="┌─ ", way="├─ ", port="▼  ", pods="├─ ", last="└─ ", fails="✗ ")
ASCII = Strokes(first=",- ", way="|- ", port="v  ", pods="|- ", last="`- ", fails="x ")


def render(report: Report, screen: Screen) -> str:
    """A drawing for each port of each Service, the worst first, then what the marked codes stand for."""
    if not report.services and not report.routes and not report.addresses and not report.urls:
        return ""
    return "".join(separated(_blocks(clean_report(report), screen)))


def drawing(chain: Chain, screen: Screen) -> list[str]:
    """The lines of one chain: the ways in, the port below them, and below that where it leads."""
    strokes = BOXES if screen.boxes else ASCII
    rows = [_row(way, strokes.way if place else strokes.first, strokes) for place, way in enumerate(chain.ways)]
    rows.append(_row(chain.port, strokes.port, strokes, to="to "))
    last = len(chain.ends) - 1
    rows += [
        _row(end, strokes.last if place == last else strokes.pods, strokes) for place, end in enumerate(chain.ends)
    ]
    return table(COLUMNS, rows, replace(screen, headers=False))


def _blocks(report: Report, screen: Screen) -> Iterator[list[str]]:
    findings = shown(report.findings, screen, {"Service"})
    if report.addresses or report.urls:
        from kubectl_porttrace.render.answers import answer_blocks

        yield from answer_blocks(report, screen)
    yield from (drawing(chain, screen) for chain in chains_to_nothing(report))
    for service in services_of(shown_lines(report.services, findings, screen)):
        yield header(service, screen) + list(remarks(service, screen))
        yield from (drawing(chain, screen) for chain in chains_of(service, report))
    yield [line for finding in findings for line in finding_in_short(finding, screen)]
    yield list(unchecked(report, screen))
    if screen.headers and (report.services or report.routes):
        yield _last_words(report, findings, screen)


def _row(hop: Hop, stroke: str, strokes: Strokes, to: str = "") -> list[Cell]:
    return [
        Cell(before=stroke + (strokes.fails if hop.fails else ""), name=hop.title),
        Cell(before=to, name=hop.dialled),
        Cell(after=hop.verdict, style="partial" if hop.verdict == "unused" else hop.verdict),
        Cell(after=",".join(hop.codes)),
    ]


def _last_words(report: Report, findings: Sequence[Finding], screen: Screen) -> list[str]:
    lines = wrap(summary_line(report.summary, report.routes, screen), screen.width, rest="  ")
    if findings:
        lines.append(f"evidence and fix: {command_for(findings[0].subject, screen)}")
    return lines
