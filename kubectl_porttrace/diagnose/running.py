"""Run the checks on one subject, and make findings of what they yield: identity, and a severity that can be kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kubectl_porttrace.checks.check import Check, Found
from kubectl_porttrace.diagnose.generated import told_who_writes
from kubectl_porttrace.findings import Finding, ObjectReference, Severity
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.subject import Subject
from kubectl_porttrace.trace.verdict import Verdict

API_SERVER = ObjectReference(kind="Service", namespace="default", name="kubernetes")
IDLED = "OpenShift has idled the Service: a request to its address may scale its workload up"
CATCHING_UP = "the EndpointSlices are still catching up with a recent change"


class Applying:
    """The checks that judge a subject and can be decided in its namespace."""

    def __init__(self, snapshot: Snapshot, on: Callable[[Subject], tuple[Check, ...]]) -> None:
        """Take what was read, and what says which checks may have something to say of a subject."""
        self._snapshot = snapshot
        self._on = on
        self._known: dict[tuple[str, type[Subject], str, tuple[Check, ...]], tuple[Check, ...]] = {}

    def to(self, subject: Subject) -> tuple[Check, ...]:
        """Those that apply to a subject; picked once for all subjects of a kind and namespace."""
        checks = self._on(subject)
        key = (subject.namespace, type(subject), subject.kind, checks)
        if key not in self._known:
            judging = (check for check in checks if check.judges(subject))
            self._known[key] = tuple(check for check in judging if applies(check, self._snapshot, subject.namespace))
        return self._known[key]

    @property
    def by_code(self) -> Mapping[str, Check]:
        """Those that applied to a subject, by their codes."""
        return {check.code: check for checks in self._known.values() for check in checks}


def findings_of(subject: Subject, checks: Iterable[Check]) -> tuple[Finding, ...]:
    """What checks say of one subject, each by itself.

    Args:
        subject: a Service or another kind of object, followed.
        checks: those that apply to it.
    """
    raw = (_finding(subject, check, found) for check in checks for found in check.run(subject))
    told = (told_who_writes(subject.snapshot, finding) for finding in raw)
    return tuple(each for each in told if each and not _is_idle(each))


def _is_idle(finding: Finding) -> bool:
    """Whether it is a note on how the API server writes its own Service, which is nobody's to change."""
    written = finding.path or finding.ports
    return finding.severity == "note" and finding.subject == API_SERVER and bool(written)


def applies(check: Check, snapshot: Snapshot, namespace: str) -> bool:
    """Whether a check can be decided for the subjects of a namespace: in scope, and what it needs was read."""
    in_scope = check.scope == "anywhere" or (check.scope == "cluster") == snapshot.recorded
    return in_scope and not check.lacks(snapshot.unread_in(namespace))


def _finding(subject: Subject, check: Check, found: Found) -> Finding:
    severity, ports, doubts = _guarded(subject, found, found.severity or check.severity)
    reference = ObjectReference(kind=subject.kind, namespace=subject.namespace, name=subject.name)
    return Finding(
        code=check.code,
        name=check.name,
        severity=severity,
        certainty=found.certainty or check.certainty,
        object=found.object or reference,
        subject=reference,
        ports=frozenset(port.key for port in ports),
        ways=frozenset(found.ways),
        path=found.path,
        message=found.message,
        evidence=(*found.evidence, *doubts),
        fix=found.fix,
        shared=found.shared,
        part=found.part,
        culprits=found.culprits,
    )


def _guarded(
    subject: Subject, found: Found, severity: Severity
) -> tuple[Severity, Sequence[TracedPort], tuple[str, ...]]:
    """An error may be printed as one only if the ports it names really have no backend left that can be reached.

    What NetworkPolicies close to everybody is none. Otherwise it is a warning that says what remains: other backends,
    slices that could not be read, or slices that have yet to catch up. A failure that spares some of the ports is an
    error on the others. While slices catch up, a port that is broken is so now, whatever comes of it: that stays an
    error, and says so.

    Returns:
        The severity, the ports it concerns, and further evidence.
    """
    if severity != "error" or not found.ports or found.despite_backends:
        return severity, found.ports, ()
    dead = tuple(port for port in found.ports if not port.reachable)
    broken = tuple(port for port in dead if port.verdict is Verdict.BROKEN)
    if subject.converging and broken:
        return "error", broken, (CATCHING_UP,)
    doubt = _doubt(subject, found, dead)
    return ("error", dead, ()) if doubt is None else ("warning", found.ports, (doubt,))


def _doubt(subject: Subject, found: Found, dead: Sequence[TracedPort]) -> str | None:
    if subject.snapshot.recorded and not subject.snapshot.was_read("endpointslices", subject.namespace):
        return "EndpointSlices could not be read, so whether anything else takes the traffic is unknown"
    if subject.converging:
        return CATCHING_UP
    if not dead:
        counts = ", ".join(f"{port.title} has {len(port.reachable)}" for port in found.ports[:3])
        return f"usable backends remain: {counts}"
    return IDLED if any(_idled(subject, port) for port in dead) else None


def _idled(subject: Subject, port: TracedPort) -> bool:
    service = subject.snapshot.service(port.key.namespace, port.key.service)
    return service is not None and service.idled
