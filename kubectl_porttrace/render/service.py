"""The screen of one Service: what it is, where its ports go, what is wrong and what to change."""

from collections.abc import Iterator

from kubectl_porttrace.render.access import access_lines
from kubectl_porttrace.render.details import backend_table, entrance_table
from kubectl_porttrace.render.findings import finding_in_full, shown
from kubectl_porttrace.render.header import header
from kubectl_porttrace.render.named_by import named_by, title_of
from kubectl_porttrace.render.outcomes import of_templates
from kubectl_porttrace.render.ports import port_table
from kubectl_porttrace.render.probed import probed
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.summary import command_for, hidden_notes, wired_means
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Finding, ObjectReference, PodCount, Report, ServiceTrace

CATCHING_UP = "EndpointSlices are still catching up with a change: look again in half a minute"

FORESEEN = "nothing runs here: the templates of workloads stand for the pods they will make"

PORTLESS = "declares no port: DNS gives out its endpoints' addresses, for any port"

ALIAS = "DNS answers with that name; nothing in the cluster routes it or looks at its ports"


def service_screen(report: Report, screen: Screen) -> Iterator[list[str]]:
    """The blocks of the screen, top down; a block without lines is to be left out."""
    service = report.services[0]
    top = header(service, screen) if screen.headers else []
    ports, said = port_table(service, screen), list(remarks(service, screen))
    if ports:
        yield top
        yield _where_it_breaks(report, service, screen)
    yield [*ports, *said] if ports else [*top, *said]
    yield named_by(report, service, screen)
    yield access_lines(report, service, screen)
    if screen.wide:
        yield from (backend_table(port, screen) for port in service.ports)
        yield entrance_table(service, screen)
    for finding in shown(report.findings, screen, {"Service"}):
        yield [*_subject(finding, service, screen), *finding_in_full(finding, screen)]
    yield [*unchecked(report, screen), *probed(report, screen)]
    if screen.headers:
        yield _last_words(report, service, screen)


def _where_it_breaks(report: Report, service: ServiceTrace, screen: Screen) -> list[str]:
    """The chain in small where a port is broken; what draws it is not loaded for others."""
    if not screen.headers or service.verdict not in {"broken", "partial"}:
        return []
    from kubectl_porttrace.render.broken_chain import broken_line

    line = broken_line(service, report, screen)
    return [] if line is None else [line]


def _subject(finding: Finding, service: ServiceTrace, screen: Screen) -> Iterator[str]:
    """Whom a finding is about, where that is not the Service: a route or another object that names it."""
    if finding.subject.kind != "Service":
        yield screen.paint(title_of(finding.subject, service.namespace), "strong")


def remarks(service: ServiceTrace, screen: Screen) -> Iterator[str]:
    """What is to be known of a Service beside its ports: pods that ended, templates, other kinds of Services."""
    if service.converging:
        yield from wrap(CATCHING_UP, screen.width)
    if service.pods is not None and service.pods.ended:
        yield from wrap(_ended(service.pods), screen.width)
    if of_templates(service):
        yield from wrap(FORESEEN, screen.width)
    if service.type == "ExternalName":
        yield from wrap(_alias(service, screen), screen.width)
    elif not service.ports:
        yield from wrap(PORTLESS, screen.width)


def _alias(service: ServiceTrace, screen: Screen) -> str:
    end = service.leads_to
    if end is None:
        return ALIAS
    command = command_for(ObjectReference(kind="Service", namespace=end.namespace, name=end.name), screen)
    return f"the name leads to service {end.namespace}/{end.name}, whose own ports clients dial: {command}"


def _ended(pods: PodCount) -> str:
    number = pods.matched - pods.living
    how = ", ".join(f"{times} {word}" for word, times in pods.ended.items())
    more = "more " if pods.living else ""
    have, do = ("pod has", "does") if number == 1 else ("pods have", "do")
    return f"{number} {more}selected {have} ended and {do} not count: {how}"


def _last_words(report: Report, service: ServiceTrace, screen: Screen) -> list[str]:
    said = [wired_means(service.ports)] if service.verdict == "wired" else []
    said += [", ".join(hidden_notes(report.summary, screen))]
    findings = shown(report.findings, screen, {"Service"})
    if findings and not screen.wide:
        said.append(f"why: kubectl porttrace --explain {findings[0].code}")
    return [screen.paint(line, "dim") for text in said if text for line in wrap(text, screen.width)]
