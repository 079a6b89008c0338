"""Run the checks on one Service: apply the guards, then keep one root cause for each failure."""

from collections.abc import Collection, Iterable, Sequence

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.checks.check import Check, Found
from kubectl_porttrace.findings import SEVERITIES, ObjectReference, Severity
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.report import v1
from kubectl_porttrace.trace.endpoints.stand_in import StandIn
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict

API_SERVER = ("default", "kubernetes")
CATCHING_UP = "the EndpointSlices are still catching up with a recent change"


class Issue(msgspec.Struct, frozen=True):
    """A finding in the making: what a check found, its severity after the guards, and what is folded under it."""

    check: Check
    found: Found
    severity: Severity
    consequences: tuple["Issue", ...] = ()

    @property
    def ports(self) -> frozenset[int]:
        """The places in `spec.ports` it concerns."""
        return frozenset(port.index for port in self.found.ports)

    @property
    def codes(self) -> tuple[str, ...]:
        """Its own code, then those of what follows from it."""
        return (self.check.code, *(issue.check.code for issue in self.consequences))

    def without(self, codes: Collection[str]) -> "Issue":
        """The same without consequences of those codes."""
        kept = tuple(issue for issue in self.consequences if issue.check.code not in codes)
        return replace(self, consequences=kept)


def issues_of(traced: TracedService, checks: Iterable[Check]) -> tuple[Issue, ...]:
    """What is wrong with one Service: root causes, each with its consequences folded under it.

    A broken port always has an error that names it: the last resort speaks where no other check does.

    Args:
        traced: the Service, followed.
        checks: those that apply to it.
    """
    checks = tuple(checks)
    ordinary = (check for check in checks if not check.last_resort)
    raw = (_guarded(traced, check, found) for check in ordinary for found in check.run(traced))
    wanted = [issue for issue in raw if not (issue.severity == "note" and traced.service.key == API_SERVER)]
    issues = fold(wanted)
    unexplained = _unexplained(traced, issues)
    if unexplained is None:
        return issues
    last = (check for check in checks if check.last_resort)
    return (*issues, *(Issue(check, found, "error") for check in last for found in check.run(unexplained)))


def _unexplained(traced: TracedService, issues: Iterable[Issue]) -> TracedService | None:
    """The Service with only its broken ports that no error names; None where there is none.

    One that declares no port is broken as a whole.
    """
    errors = [issue for issue in issues if issue.severity == "error"]
    if not traced.ports:
        return None if errors or traced.verdict is not Verdict.BROKEN else traced
    named = {index for issue in errors for index in issue.ports}
    broken = {port.index for port in traced.ports if port.verdict is Verdict.BROKEN}
    return traced.only(frozenset(broken - named)) if broken - named else None


def applies(check: Check, snapshot: Snapshot, namespace: str) -> bool:
    """Whether a check can be decided for the Services of a namespace: in scope, and all it needs was read."""
    in_scope = check.scope == "anywhere" or (check.scope == "cluster") == snapshot.recorded
    return in_scope and check.needs.isdisjoint(snapshot.unread_in(namespace))


def finding_of(issue: Issue, traced: TracedService) -> v1.Finding:
    """The finding as the report has it."""
    service = v1.ObjectReference(kind="Service", namespace=traced.service.namespace, name=traced.service.name)
    return v1.Finding(
        code=issue.check.code,
        name=issue.check.name,
        severity=issue.severity,
        certainty=issue.check.certainty,
        object=_reference(issue.found.object) if issue.found.object else service,
        path=issue.found.path,
        message=issue.found.message,
        evidence=issue.found.evidence,
        fix=v1.Fix(text=issue.found.fix.text, command=issue.found.fix.command),
        service=service,
        consequences=tuple(
            v1.Consequence(code=below.check.code, name=below.check.name, message=below.found.message)
            for below in issue.consequences
        ),
    )


def _reference(object_: ObjectReference) -> v1.ObjectReference:
    return v1.ObjectReference(kind=object_.kind, namespace=object_.namespace, name=object_.name)


def fold(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Keep one root cause for each failure and put what follows from it under it.

    First what a check names as its consequence; then, of several errors on the same ports, the first in precedence.
    A cause is as severe as the worst that follows from it, unless it also names ports that still have backends.
    """
    roots: list[Issue] = []
    for issue in _causes_first(issues):
        above = next((place for place, root in enumerate(roots) if _explains(root, issue)), None)
        if above is None:
            roots.append(issue)
        else:
            roots[above] = _with_consequence(roots[above], issue)
    return tuple(sorted(roots, key=lambda issue: issue.check.precedence))


def _with_consequence(root: Issue, issue: Issue) -> Issue:
    return replace(
        root,
        severity=min(root.severity, issue.severity, key=SEVERITIES.index),
        consequences=(*root.consequences, replace(issue, consequences=())),
    )


def _causes_first(issues: Iterable[Issue]) -> list[Issue]:
    """In precedence, but each after every present one that names it as a consequence."""
    waiting = sorted(issues, key=lambda issue: issue.check.precedence)
    ordered: list[Issue] = []
    while waiting:
        free = next((issue for issue in waiting if not _caused_by_any(issue, waiting)), waiting[0])
        waiting.remove(free)
        ordered.append(free)
    return ordered


def _caused_by_any(issue: Issue, others: Iterable[Issue]) -> bool:
    return any(issue.check.code in other.check.causes for other in others if other is not issue)


def _explains(root: Issue, issue: Issue) -> bool:
    if not issue.ports <= root.ports:
        return False
    if issue.check.code in root.check.causes:
        return not _worse_than_all(issue, root)
    return issue.severity == root.severity == "error" and bool(issue.ports)


def _worse_than_all(issue: Issue, root: Issue) -> bool:
    """Whether a consequence is an error, and its cause names a port beyond it for which that would be too much."""
    if issue.severity != "error" or root.severity == "error":
        return False
    return any(port.usable for port in root.found.ports if port.index not in issue.ports)


def _guarded(traced: TracedService, check: Check, found: Found) -> Issue:
    """An error may be printed as one only if the ports it names really have no usable backend.

    Otherwise it is a warning that says what remains: other backends, slices that could not be read, or slices that
    have yet to catch up. A failure that spares some of the ports is an error on the others. While slices catch up, a
    port that is broken is so now, whatever comes of it: that stays an error, and says so.
    """
    severity = found.severity or check.severity
    if severity != "error" or not found.ports or found.despite_backends:
        return Issue(check, found, severity)
    dead = tuple(port for port in found.ports if not port.usable)
    if traced.converging and any(port.verdict is Verdict.BROKEN for port in dead):
        dead = tuple(port for port in dead if port.verdict is Verdict.BROKEN)
        return Issue(check, replace(found, ports=dead, evidence=(*found.evidence, CATCHING_UP)), "error")
    doubt = _doubt(traced, found, dead)
    if doubt is None:
        return Issue(check, replace(found, ports=dead), "error")
    return Issue(check, replace(found, evidence=(*found.evidence, doubt)), "warning")


def _doubt(traced: TracedService, found: Found, dead: Sequence[TracedPort]) -> str | None:
    if isinstance(traced.world, StandIn):
        return "EndpointSlices could not be read, so whether anything else takes the traffic is unknown"
    if traced.converging:
        return CATCHING_UP
    if not dead:
        counts = ", ".join(f"{port.title} has {len(port.usable)}" for port in found.ports[:3])
        return f"usable backends remain: {counts}"
    return None
