"""Two reports compared: what got worse, what got better, what appeared, vanished, or changed its numbers."""

from collections.abc import Iterable, Iterator, Sequence

from kubectl_porttrace.compare.findings import compare_findings
from kubectl_porttrace.compare.routes import compare_routes, route_reference
from kubectl_porttrace.compare.services import compare_services, service_reference
from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.report.v1 import (
    ChangeWord,
    Comparison,
    Difference,
    FindingDifference,
    ObjectReference,
    Report,
    SameCount,
)
from kubectl_porttrace.wording import count, some

ORDER: tuple[ChangeWord, ...] = ("worse", "vanished", "unknown", "appeared", "changed", "better")
"""What is to be looked at first."""


def compare(before: Report, after: Report, name: str = "") -> Comparison:
    """What differs in `after` from `before`.

    Args:
        before: the report it is compared with: an earlier one, or that of another cluster.
        after: the report.
        name: what `before` was asked for by.

    Returns:
        The differences, the worst first; none for a report and itself. With the two the other way round, what got
        worse got better, and what appeared vanished.
    """
    services, other_services = compare_services(before, after)
    routes, other_routes = compare_routes(before, after)
    found = sorted([*services, *routes], key=_order)
    unknown = {each.object for each in found if each.change == "unknown"}
    findings, unchecked = compare_findings(before, after, unknown)
    return Comparison(
        name=name,
        against=before.source,
        differences=tuple(found),
        findings=tuple(sorted(findings, key=_order_of_findings)),
        same=_same(before, after, found),
        not_compared=(
            *_not_asked("Service", other_services),
            *_not_asked("route", other_routes),
            *unchecked,
            *_assumed(before, after),
        ),
    )


def _order(difference: Difference) -> tuple[int, int, str, str, str, str]:
    severity = SEVERITIES.index(difference.severity) if difference.severity else len(SEVERITIES)
    changed = difference.object
    place = (changed.namespace or "", changed.kind, changed.name, difference.part)
    return ORDER.index(difference.change), severity, *place


def _order_of_findings(found: FindingDifference) -> tuple[bool, int, str, str, str]:
    subject = found.subjects[0]
    gone = found.change in {"went", "better"}
    return gone, SEVERITIES.index(found.severity), subject.namespace or "", subject.name, found.code


def _same(before: Report, after: Report, found: Iterable[Difference]) -> SameCount:
    """How many are on both sides, and of whom nothing differs."""
    differing = {each.object for each in found}

    def alike(these: Iterable[ObjectReference], those: Iterable[ObjectReference]) -> int:
        return len((set(these) & set(those)) - differing)

    return SameCount(
        services=alike(map(service_reference, before.services), map(service_reference, after.services)),
        routes=alike(map(route_reference, before.routes), map(route_reference, after.routes)),
    )


def _not_asked(what: str, names: Sequence[str]) -> Iterator[str]:
    """A sentence for each side about what it was not asked about."""
    for sign, has, lacks in ("+", "here", "there"), ("-", "there", "here"):
        here = [name[1:] for name in names if name.startswith(sign)]
        if here:
            verb = "is" if len(here) == 1 else "are"
            listed = some(here)
            yield f"{count(len(here), what)} {verb} only {has}, and nothing tells whether {lacks} as well: {listed}"


def _assumed(before: Report, after: Report) -> Iterator[str]:
    """What manifests cannot tell, where only one side is of manifests."""
    foreseen = [
        report.source.type != "cluster"
        and bool(report.services)
        and all(service.foreseen for service in report.services)
        for report in (before, after)
    ]
    if foreseen[0] != foreseen[1]:
        where = "there" if foreseen[0] else "here"
        yield f"that pods become ready is assumed {where}, where only manifests were read"
