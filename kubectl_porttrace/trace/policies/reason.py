"""Why policies admit a connection or do not, in one line: what isolates, and which rule comes nearest."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.network_policy import Direction, NetworkPolicy, NetworkPolicyRule
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.access import Connection
from kubectl_porttrace.trace.policies.peer import Peer
from kubectl_porttrace.trace.policies.rules import admits, covers
from kubectl_porttrace.trace.policies.selecting import isolation_of

PlacedRule = tuple[NetworkPolicy, int, NetworkPolicyRule]


def isolating(snapshot: Snapshot, connection: Connection, direction: Direction) -> tuple[NetworkPolicy, ...]:
    """The policies that isolate one end of a connection."""
    subject, _ = _ends(connection, direction)
    return isolation_of(snapshot, subject.pod, direction).policies if subject.pod else ()


def rules_for_peer(snapshot: Snapshot, connection: Connection, direction: Direction) -> tuple[PlacedRule, ...]:
    """The rules that admit the other end, on whatever port."""
    _, peer = _ends(connection, direction)
    found = _rules(isolating(snapshot, connection, direction), direction)
    return tuple(each for each in found if admits(each[2], each[0].namespace, peer))


def rules_for_port(snapshot: Snapshot, connection: Connection, direction: Direction) -> tuple[PlacedRule, ...]:
    """The rules that are about the port, whomever they admit."""
    found = _rules(isolating(snapshot, connection, direction), direction)
    protocol = connection.port.spec.protocol
    return tuple(each for each in found if covers(each[2], connection.destination.pod, protocol, connection.number))


def why_refused(snapshot: Snapshot, connection: Connection, direction: Direction) -> str:
    """`web-1 is isolated by netpol/default-deny; netpol/web admits 80/TCP, not 8080/TCP`."""
    subject, _ = _ends(connection, direction)
    name = subject.pod.name if subject.pod else ""
    policies = isolating(snapshot, connection, direction)
    shut = f"{name} is isolated by {', '.join(policy.title for policy in policies[:3])}"
    port = f"{connection.number}/{connection.port.spec.protocol}"
    for policy, _, rule in rules_for_peer(snapshot, connection, direction):
        return f"{shut}; {policy.title} admits {', '.join(each.title for each in rule.ports[:3])}, not {port}"
    for policy, _, _rule in rules_for_port(snapshot, connection, direction):
        return f"{shut}; {policy.title} admits {port} for others"
    return shut


def why_admitted(snapshot: Snapshot, connection: Connection) -> str:
    """`netpol/web admits 8080/TCP`; `nothing isolates web-1`."""
    return "; ".join(dict.fromkeys(_admitted(snapshot, connection)))


def _admitted(snapshot: Snapshot, connection: Connection) -> Iterator[str]:
    directions: tuple[Direction, ...] = ("Egress", "Ingress")
    for direction in directions:
        both = [
            each
            for each in rules_for_port(snapshot, connection, direction)
            if each in rules_for_peer(snapshot, connection, direction)
        ]
        subject, _ = _ends(connection, direction)
        if both:
            yield f"{both[0][0].title} admits {connection.number}/{connection.port.spec.protocol}"
        elif subject.pod is not None:
            yield f"nothing isolates {subject.pod.name}"


def _ends(connection: Connection, direction: Direction) -> tuple[Peer, Peer]:
    ends = connection.source, connection.destination
    return ends if direction == "Egress" else (ends[1], ends[0])


def _rules(policies: Iterable[NetworkPolicy], direction: Direction) -> Iterator[PlacedRule]:
    for policy in policies:
        for place, rule in enumerate(policy.rules(direction)):
            yield policy, place, rule
