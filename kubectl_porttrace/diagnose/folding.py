"""Keep one root cause for each failure, and put what follows from it under it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.findings import SEVERITIES, Culprit, Finding, Severity
from kubectl_porttrace.model.service import PortKey


def fold(
    findings: Iterable[Finding], checks: Mapping[str, Check], usable: Collection[PortKey] = ()
) -> tuple[Finding, ...]:
    """The root causes among the findings on one subject, each with its consequences.

    First what a check names as its consequence; then, of several errors on the same ports and the same ways in, the
    first in precedence. A load balancer without an address does not follow from pods that are not ready, and what
    is wrong with one pod does not follow from what is wrong with another.
    A cause is as severe as the worst that follows from it, unless it also names ports that still have backends.

    Args:
        findings: what was found, in any order.
        checks: the checks by code, which know their precedence and what they cause.
        usable: the ports that have usable backends.
    """
    roots: list[_Root] = []
    index = _Index(checks, usable)
    for finding in _causes_first(findings, checks):
        above = index.cause_of(finding)
        if above is None:
            roots.append(_Root(finding, finding.severity, []))
            index.add(finding, finding.severity, len(roots) - 1)
            continue
        root = roots[above]
        root.consequences.append(replace(finding, consequences=()))
        root.severity = min(root.severity, finding.severity, key=SEVERITIES.index)
        index.add(root.finding, root.severity, above)
    return tuple(root.whole for root in sorted(roots, key=lambda root: checks[root.finding.code].precedence))


class _Root(msgspec.Struct):
    """A finding that nothing explains, and what it explains."""

    finding: Finding
    severity: Severity
    consequences: list[Finding]

    @property
    def whole(self) -> Finding:
        below = (*self.finding.consequences, *self.consequences)
        return replace(self.finding, severity=self.severity, consequences=below)


_Sort = tuple[str, Severity, frozenset[PortKey], frozenset[str], str, frozenset[Culprit]]


class _Index:
    """The first root of every code, severity and set of ports, found by the ports: a Service may have thousands."""

    def __init__(self, checks: Mapping[str, Check], usable: Collection[PortKey]) -> None:
        self._checks = checks
        self._usable = usable
        self._first: dict[_Sort, int] = {}
        self._by_port: defaultdict[PortKey | None, list[_Sort]] = defaultdict(list)

    def add(self, finding: Finding, severity: Severity, place: int) -> None:
        sort = (finding.code, severity, finding.ports, finding.ways, finding.part, finding.culprits)
        if sort in self._first:
            self._first[sort] = min(place, self._first[sort])
            return
        self._first[sort] = place
        for port in (None, *finding.ports):
            self._by_port[port].append(sort)

    def cause_of(self, finding: Finding) -> int | None:
        """The place of the first root that explains a finding."""
        sorts = self._by_port[next(iter(finding.ports), None)]
        return min((self._first[sort] for sort in sorts if self._explains(sort, finding)), default=None)

    def _explains(self, sort: _Sort, finding: Finding) -> bool:
        code, severity, ports, ways, part, culprits = sort
        if not finding.ports <= ports or finding.part != part or _blames_others(culprits, finding.culprits):
            return False
        if finding.code in self._checks[code].causes:
            return not self._too_much(sort, finding)
        return finding.severity == severity == "error" and bool(finding.ports) and finding.ways == ways

    def _too_much(self, sort: _Sort, finding: Finding) -> bool:
        """Whether a consequence is an error, and its cause names a port beyond it for which that would be too much."""
        _, severity, ports, *_ = sort
        if finding.severity != "error" or severity == "error":
            return False
        return any(port in self._usable for port in ports - finding.ports)


def _blames_others(above: frozenset[Culprit], below: frozenset[Culprit]) -> bool:
    """Whether two findings blame pods, and the lower one a pod or a container that the upper one does not."""
    if not above or not below:
        return False
    return any(each not in above and replace(each, container="") not in above for each in below)


def _causes_first(findings: Iterable[Finding], checks: Mapping[str, Check]) -> Iterator[Finding]:
    """In precedence, but each code after every present one that names it as a consequence."""
    waiting: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: checks[finding.code].precedence):
        waiting.setdefault(finding.code, []).append(finding)
    while waiting:
        free = (code for code in waiting if not any(code in checks[other].causes for other in waiting if other != code))
        yield from waiting.pop(next(free, next(iter(waiting))))
