"""The exit code of a run that could look: whether something was found, and whether the question has an answer."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.question import Question
from kubectl_porttrace.report.v1 import NotChecked, Report, ServiceTrace, Severity, WorkloadTrace

FOUND = 3
"""Something was found that `--fail-on` asks about."""

UNDECIDED = 4
"""Nothing was found, but what was asked for by name is unknown, because what decides it could not be read."""

_OUT_OF_REACH = frozenset({"forbidden", "not-served", "error"})


def exit_code(report: Report, question: Question, fail_on: str) -> int:
    """0, 3 or 4.

    Args:
        report: what was found.
        question: what was asked.
        fail_on: a severity, or `never`.
    """
    if fail_on == "never":
        return 0
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    if any(severity in grave for severity in _severities(report)):
        return FOUND
    undecided = report.source.type == "cluster" and any(_undecided(report, question))
    return UNDECIDED if undecided else 0


def _severities(report: Report) -> Iterator[Severity]:
    """How bad what counts is: what was found; where it is compared with another report, only what got worse since."""
    if report.comparison is None:
        yield from (finding.severity for finding in report.findings)
        return
    for difference in report.comparison.differences:
        if difference.severity is not None:
            yield difference.severity
    for found in report.comparison.findings:
        if found.change in {"appeared", "worse"}:
            yield found.severity


def _undecided(report: Report, question: Question) -> Iterator[bool]:
    """Of each Service, port and workload asked for by name, whether what reaches what is unknown."""
    unread = [each for each in report.not_checked if each.reason in _OUT_OF_REACH]
    whole = {target.name for target in question.services if target.port is None}
    for service in report.services:
        if service.name not in question.names or not _lacks(service, unread):
            continue
        asked = [service.verdict] if service.name in whole else [port.verdict for port in service.ports]
        yield "unknown" in asked
    for workload in report.workloads:
        verdicts = {reach.verdict for port in workload.ports for reach in port.reached_by}
        yield workload.pods is None or ("unknown" in verdicts and _lacks_slices(workload, unread))
    for address in report.addresses:
        ways = {port.verdict for owner in address.owners for port in owner.ports}
        yield "unknown" in ways and bool(unread)
    for url in report.urls:
        won = {match.verdict for match in url.matches if match.wins}
        yield "unknown" in won and bool(unread)
    named = {(KIND_BY_NAME[target.kind].name, target.name) for target in question.referrers}
    for route in report.routes:
        yield (route.kind, route.name) in named and route.verdict == "unknown" and bool(unread)


def _lacks_slices(workload: WorkloadTrace, unread: Iterable[NotChecked]) -> bool:
    return any(each.resource == "endpointslices" and each.namespace in {None, workload.namespace} for each in unread)


def _lacks(service: ServiceTrace, unread: Iterable[NotChecked]) -> bool:
    """Whether something that decides about it was not read.

    Slices do, and the pods that slices name which no controller looks after, for these may be gone; for policy Local
    nodes do.
    """
    deciding = {"endpointslices", "pods"}
    if "Local" in {service.internal_traffic_policy, service.external_traffic_policy}:
        deciding.add("nodes")
    return any(each.resource in deciding and each.namespace in {None, service.namespace} for each in unread)
