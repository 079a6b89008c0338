"""Why policies admit a connection or do not, in one line: what isolates, and which rule comes nearest."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from kubectl_porttrace.model.cluster_policy import ClusterPolicy, Tier
from kubectl_porttrace.model.network_policy import Direction, NetworkPolicy, NetworkPolicyRule
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.access import PodConnection
from kubectl_porttrace.trace.policies.beside import undecided_by
from kubectl_porttrace.trace.policies.differing import under_cilium
from kubectl_porttrace.trace.policies.peer import Peer
from kubectl_porttrace.trace.policies.rules import admits, covers
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.policies.tiers import ConnectionSide, Ruling, rulings

PlacedRule = tuple[NetworkPolicy, int, NetworkPolicyRule]


def isolating(snapshot: Snapshot, connection: PodConnection, direction: Direction) -> tuple[NetworkPolicy, ...]:
    """The policies that isolate one end of a connection."""
    subject, _ = _ends(connection, direction)
    return isolation_of(snapshot, subject.pod, direction).policies if subject.pod else ()


def rules_for_peer(snapshot: Snapshot, connection: PodConnection, direction: Direction) -> tuple[PlacedRule, ...]:
    """The rules that admit the other end, on whatever port."""
    _, peer = _ends(connection, direction)
    found = _rules(isolating(snapshot, connection, direction), direction)
    return tuple(each for each in found if admits(each[2], each[0].namespace, peer))


def rules_for_port(snapshot: Snapshot, connection: PodConnection, direction: Direction) -> tuple[PlacedRule, ...]:
    """The rules that are about the port, whomever they admit."""
    found = _rules(isolating(snapshot, connection, direction), direction)
    protocol = connection.port.spec.protocol
    return tuple(each for each in found if covers(each[2], connection.destination.pod, protocol, connection.number))


def decided_before(snapshot: Snapshot, connection: PodConnection, direction: Direction) -> Ruling | None:
    """The rule of a cluster-wide policy that accepts or denies a connection at one end; None where none does."""
    asked = ConnectionSide(direction, *_ends(connection, direction), connection.port.spec.protocol, connection.number)
    tiers: tuple[Tier, ...] = ("Admin",) if isolating(snapshot, connection, direction) else ("Admin", "Baseline")
    for tier in tiers:
        found = rulings(snapshot, tier, asked)
        if all(each.action in {None, "Pass"} for each in found):
            continue
        return found[0] if len({each.action for each in found}) == 1 else None
    return None


def why_refused(snapshot: Snapshot, connection: PodConnection, direction: Direction) -> str:
    """`web-1 is isolated by netpol/default-deny; netpol/web admits 80/TCP, not 8080/TCP`."""
    subject, _ = _ends(connection, direction)
    name = subject.pod.name if subject.pod else ""
    port = f"{connection.number}/{connection.port.spec.protocol}"
    ruling = decided_before(snapshot, connection, direction)
    if ruling is not None and ruling.policy is not None:
        whose = "to" if direction == "Ingress" else "from"
        return f"{ruling.policy.title} denies {port} {whose} {name}"
    policies = isolating(snapshot, connection, direction)
    shut = f"{name} is isolated by {', '.join(policy.title for policy in policies[:3])}"
    for policy, _, rule in rules_for_peer(snapshot, connection, direction):
        return f"{shut}; {policy.title} admits {', '.join(each.title for each in rule.ports[:3])}, not {port}"
    for policy, _, _rule in rules_for_port(snapshot, connection, direction):
        return f"{shut}; {policy.title} admits {port} for others"
    return shut


def why_admitted(snapshot: Snapshot, connection: PodConnection) -> str:
    """`netpol/web admits 8080/TCP`; `nothing isolates web-1`."""
    return "; ".join(dict.fromkeys(_admitted(snapshot, connection)))


def why_undecided(snapshot: Snapshot, connection: PodConnection) -> str:
    """What leaves it open: policies of kinds that are not judged; in other cases, only that it is so."""
    ends = [each.pod for each in (connection.source, connection.destination) if each.pod is not None]
    others = list(dict.fromkeys(title for pod in ends for title in undecided_by(snapshot, pod)))
    if others:
        return f"{', '.join(others[:3])} {'are' if len(others) > 1 else 'is'} not judged"
    disagreeing = _in_no_order(snapshot, connection)
    if disagreeing:
        return f"{' and '.join(disagreeing)} differ, and nothing says which comes first"
    if under_cilium(snapshot) and connection.leaves and connection.enters:
        return "an ipBlock alone admits it, in which no pod is to Cilium"
    if connection.source.pod is None:
        for policy, _, rule in rules_for_port(snapshot, connection, "Ingress"):
            if admits(rule, policy.namespace, connection.source) is None:
                return f"{policy.title} admits a part of these addresses"
    return "policies do not decide it"


def _in_no_order(snapshot: Snapshot, connection: PodConnection) -> list[str]:
    """Policies of the cluster that make different things of a connection, in one tier, and have no order."""
    directions: tuple[Direction, ...] = ("Egress", "Ingress")
    tiers: tuple[Tier, ...] = ("Admin", "Baseline")
    for direction in directions:
        asked = ConnectionSide(
            direction, *_ends(connection, direction), connection.port.spec.protocol, connection.number
        )
        for tier in tiers:
            for one, other in combinations(rulings(snapshot, tier, asked), 2):
                if one.action != other.action and one.policy and other.policy and _unordered(one.policy, other.policy):
                    return [one.policy.title, other.policy.title]
    return []


def _unordered(one: ClusterPolicy, other: ClusterPolicy) -> bool:
    return one != other and (type(one) is not type(other) or one.spec.priority == other.spec.priority)


def _admitted(snapshot: Snapshot, connection: PodConnection) -> Iterator[str]:
    directions: tuple[Direction, ...] = ("Egress", "Ingress")
    for direction in directions:
        both = [
            each
            for each in rules_for_port(snapshot, connection, direction)
            if each in rules_for_peer(snapshot, connection, direction)
        ]
        subject, _ = _ends(connection, direction)
        port = f"{connection.number}/{connection.port.spec.protocol}"
        ruling = decided_before(snapshot, connection, direction)
        if ruling is not None and ruling.policy is not None:
            yield f"{ruling.policy.title} accepts {port}"
        elif both:
            yield f"{both[0][0].title} admits {port}"
        elif subject.pod is not None:
            yield f"nothing isolates {subject.pod.name}"


def _ends(connection: PodConnection, direction: Direction) -> tuple[Peer, Peer]:
    ends = connection.source, connection.destination
    return ends if direction == "Egress" else (ends[1], ends[0])


def _rules(policies: Iterable[NetworkPolicy], direction: Direction) -> Iterator[PlacedRule]:
    for policy in policies:
        for place, rule in enumerate(policy.rules(direction)):
            yield policy, place, rule
