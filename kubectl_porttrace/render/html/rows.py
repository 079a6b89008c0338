"""The lines of the page's overview."""

import msgspec

from kubectl_porttrace.render.header import ready_of
from kubectl_porttrace.render.html.topics import Topic
from kubectl_porttrace.render.ports import number_and_protocol
from kubectl_porttrace.render.workload import pods_of
from kubectl_porttrace.report.v1 import Finding, RouteTrace, ServiceTrace, WorkloadTrace
from kubectl_porttrace.wording import count, some

FEW = 4
"""Ports that are named before the rest is counted."""


class Row(msgspec.Struct, frozen=True):
    """One line.

    Attributes:
        id: that of its section.
        kind: of the object.
        type: of a Service; empty of others.
        namespace: empty for an object without one.
        name: of the object.
        verdict: the word of the report; empty where there is none.
        severity: of the worst that was found; empty where nothing was.
        ports: as kubectl lists them.
        pods: how many are ready.
        worst: what is found first; None where nothing was.
        codes: of all else that was found.
    """

    id: str
    kind: str
    type: str
    namespace: str
    name: str
    verdict: str
    severity: str
    ports: str
    pods: str
    worst: Finding | None
    codes: tuple[str, ...]


def row_of(subject: Topic, place: str) -> Row:
    """The line of one subject, whose section has the id `place`."""
    kind, namespace, name = subject.key
    trace = subject.trace
    first, *others = subject.found or (None,)
    codes = dict.fromkeys(finding.code for finding in others if finding and first and finding.code != first.code)
    return Row(
        id=place,
        kind=kind,
        type=_type(trace),
        namespace=namespace,
        name=name,
        verdict=subject.verdict,
        severity=subject.severity,
        ports=_ports(trace),
        pods=_pods(trace),
        worst=first,
        codes=tuple(codes),
    )


def _type(trace: ServiceTrace | RouteTrace | WorkloadTrace) -> str:
    if not isinstance(trace, ServiceTrace):
        return ""
    return "headless" if trace.headless else trace.type


def _ports(trace: ServiceTrace | RouteTrace | WorkloadTrace) -> str:
    if isinstance(trace, RouteTrace):
        return count(len(trace.backends), "backend")
    if isinstance(trace, WorkloadTrace):
        return some(list(dict.fromkeys(f"{port.number}/{port.protocol}" for port in trace.ports)), FEW)
    return some([f"{port.name} {number_and_protocol(port)}".strip() for port in trace.ports], FEW)


def _pods(trace: ServiceTrace | RouteTrace | WorkloadTrace) -> str:
    if isinstance(trace, WorkloadTrace):
        return ", ".join(pods_of(trace)).removesuffix(" pods ready")
    if isinstance(trace, RouteTrace) or trace.pods is None:
        return ""
    return "templates" if trace.foreseen and trace.pods.matched else ready_of(trace.pods).removesuffix(" pods ready")
