"""What an answer with fewer rights may say, given the answer of somebody who may read everything."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.report.v1 import Finding, Report

FALLBACKS = frozenset({"PTT05", "PTE25"})
"""Errors that say a port is broken where what says why could not be read: nothing usable, and what the controller told
of it."""

HIDING = frozenset({"PTP12", "PTP26"})
"""Causes that only nodes show, and that take pods out of the answer with all that is wrong with these pods: of a pod
on a node that does not report, whoever may not read nodes is told what its containers last reported."""

Key = tuple[str, str, int, str]


def unfaithful(full: Report, part: Report, refused: frozenset[str]) -> Iterator[str]:
    """Where the part says something else than the whole, other than that it does not know.

    Args:
        full: the answer of somebody who may read everything.
        part: the answer to the same question of somebody who may not read some resources.
        refused: these resources, as reports call them.
    """
    yield from _verdicts(full, part)
    yield from _errors(full, part, refused)
    yield from _lost(full, part)


def verdicts(report: Report) -> Mapping[Key, str]:
    """The verdict on every port, and on every Service as a whole."""
    ports = {
        (service.namespace, service.name, port.port, port.protocol): port.verdict
        for service in report.services
        for port in service.ports
    }
    return ports | {(service.namespace, service.name, 0, ""): service.verdict for service in report.services}


def codes(*findings: Finding) -> frozenset[str]:
    """The codes of some findings and of what follows from them."""
    return frozenset(code for each in findings for code in (each.code, *(below.code for below in each.consequences)))


def errors(report: Report) -> list[Finding]:
    """The errors of a report."""
    return [finding for finding in report.findings if finding.severity == "error"]


def _verdicts(full: Report, part: Report) -> Iterator[str]:
    whole, seen = verdicts(full), verdicts(part)
    if whole.keys() != seen.keys():
        yield f"other Services or ports: {sorted(whole.keys() ^ seen.keys())}"
    for key in whole.keys() & seen.keys():
        if seen[key] not in {whole[key], "unknown"}:
            yield f"{key} is {whole[key]}, and {seen[key]} to whom may read less"


def _named(findings: list[Finding]) -> frozenset[Key]:
    return frozenset(
        (port.namespace, port.service, port.port, port.protocol) for each in findings for port in each.ports
    )


def _errors(full: Report, part: Report, refused: frozenset[str]) -> Iterator[str]:
    """Errors of the part that the whole does not have."""
    whole = errors(full)
    known, ports = codes(*whole), _named(whole)
    hidden = "nodes" in refused and HIDING & codes(*full.findings)
    for finding in errors(part):
        if finding.code not in known | FALLBACKS and not hidden:
            yield f"{finding.code} is an error to whom may read less alone: {finding.message}"
        beyond = _named([finding]) - ports
        if beyond:
            yield f"{finding.code} names {sorted(beyond)}, which no error of the whole names: {finding.message}"


def _lost(full: Report, part: Report) -> Iterator[str]:
    """Errors of the whole that the part has not, neither calls unknown, nor says that it did not look for."""
    missed = frozenset(code for each in part.not_checked for code in each.affects)
    seen, named = verdicts(part), _named(errors(part))
    for finding in errors(full):
        dark = {key for key in _named([finding]) if seen.get(key, "unknown") != "unknown"} - named
        if dark and finding.code not in missed:
            yield f"{finding.code} is lost for {sorted(dark)}, and nothing says that it was not looked for"
