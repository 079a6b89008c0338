"""`-o markdown`: what was found, for an incident channel or a pull request."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.findings import CERTAINTY_IN_WORDS
from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.findings import shown
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.render.outcomes import outcomes_of
from kubectl_porttrace.render.overview_lines import Line, shown_lines
from kubectl_porttrace.render.ports import NONE, container_cell, number_and_protocol, pods_cell
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import summary_line
from kubectl_porttrace.render.text import separated
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Finding, PortTrace, Report, ServiceTrace

HEADERS = ("Service", "Port", "targetPort", "Container", "Pods", "Verdict", "Findings")

MARKS = {"wired": "✅", "partial": "⚠️", "broken": "❌", "unknown": "❔", "external": "↗️"}
"""A mark before each verdict: colours are not to be had, and a long table is searched by eye."""

SPECIAL = frozenset("\\`*_[]<>|~&@#")
"""What markdown, the HTML in it or a forge that looks for `@names` and `#numbers` could read as more than text."""


def render(report: Report, screen: Screen) -> str:
    """A table with a row for each port and distinct outcome, the worst first; below it each finding with its fix."""
    if not report.services and not report.findings and not report.addresses and not report.urls:
        return ""
    return "".join(separated(_blocks(clean_report(report), screen)))


def _blocks(report: Report, screen: Screen) -> Iterator[list[str]]:
    findings = shown(report.findings, screen, {"Service"})
    yield [f"**{escaped(summary_line(report.summary, report.routes, screen))}**"]
    if report.addresses or report.urls:
        from kubectl_porttrace.render.answers import answer_sentences

        yield [f"- {escaped(sentence)}" for sentence in answer_sentences(report)]
    rows = [row for line in shown_lines(report.services, findings, screen) for row in _rows(line)]
    if rows:
        yield [row_of(HEADERS), row_of(["---"] * len(HEADERS)), *map(row_of, rows)]
    for finding in findings:
        yield list(_finding(finding))
    yield [escaped(line.strip()) for line in unchecked(report, screen)]


def _rows(line: Line) -> Iterator[Sequence[str]]:
    """The first row of a Service says all, those of its further outcomes only what differs."""
    service, codes = line.service, ", ".join(finding.code for finding in line.found) or NONE
    title = escaped(f"{service.namespace}/{service.name}")
    if not line.ports:
        yield title, NONE, NONE, NONE, NONE, verdict_of(line.verdict), codes
    for port in line.ports:
        named = f"{port.name} {number_and_protocol(port)}".strip()
        start, verdict = (escaped(named), escaped(str(port.target_port))), verdict_of(port.verdict)
        for container, pods in _outcomes(service, port):
            yield title, *start, container, pods, verdict, codes
            title, start, verdict, codes = "", ("", ""), "", ""


def _outcomes(service: ServiceTrace, port: PortTrace) -> Iterator[tuple[str, str]]:
    groups = outcomes_of(port, foreseen=service.foreseen)
    if not groups:
        yield NONE, NONE if port.verdict == "external" else "none"
    for group in groups:
        yield escaped(container_cell(group.outcome).text), escaped(pods_cell(group).text)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"**{finding.severity} {finding.code}** {escaped(f'{where_and_name(finding.subject)}: {finding.message}')}"
    yield ""
    for fact in finding.evidence:
        yield f"- {escaped(fact)}"
    yield f"- fix: {escaped(finding.fix.text)}"
    yield f"- {CERTAINTY_IN_WORDS[finding.certainty]}"
    if finding.fix.command:
        fence = _fence(finding.fix.command)
        yield from ("", f"{fence}sh", finding.fix.command, fence)


def verdict_of(word: str) -> str:
    """A verdict with its mark."""
    return f"{MARKS[word]} {word}"


def row_of(cells: Sequence[str]) -> str:
    """One row of a table."""
    return f"| {' | '.join(cells)} |"


def _fence(command: str) -> str:
    """A fence that the command does not hold."""
    fence = "```"
    while fence in command:
        fence += "`"
    return fence


def escaped(text: str) -> str:
    """Text in which nothing is syntax: an entity is never read as markup (CommonMark 2.5) or as a user's name."""
    return "".join(f"&#{ord(letter)};" if letter in SPECIAL else letter for letter in text)
