"""Whether policies let a connection through: out of its source, and into its destination.

The order is: the tier Admin, NetworkPolicies, the tier Baseline; what none of them decides is let through. The number
is always the pod's port: translation from the Service's port or a node port comes before policies.

Source: kube-network-policies `pkg/networkpolicy/networkpolicy.go:EvaluatePolicyDirection`,
`pkg/networkpolicy/engine.go`; network-policy-api `clusternetworkpolicy_types.go:ClusterNetworkPolicySpec.Tier`.
"""

from collections.abc import Iterator
from functools import partial

from kubectl_porttrace.model.network_policy import Direction, NetworkPolicyRule
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer, all_of, any_of
from kubectl_porttrace.trace.policies.peer import Peer
from kubectl_porttrace.trace.policies.rules import admits, covers
from kubectl_porttrace.trace.policies.selecting import Isolation, isolation_of, selecting_policies
from kubectl_porttrace.trace.policies.tiers import ConnectionSide, rulings


def allowed(snapshot: Snapshot, source: Peer, destination: Peer, protocol: str, number: int) -> Answer:
    """Whether a source may connect to a port of a destination; a pod to its own address always may.

    None where the objects do not decide it, or what decides it was not read.
    """
    if _is_itself(source, destination):
        return True
    return all_of(
        (
            leaves(snapshot, source, destination, protocol, number),
            enters(snapshot, source, destination, protocol, number),
        )
    )


def leaves(snapshot: Snapshot, source: Peer, destination: Peer, protocol: str, number: int) -> Answer:
    """Whether a connection may leave its source; from outside of the cluster it always may.

    A pod that comes to itself does so through a Service: what NetworkPolicies see of that differs, unless they admit
    it, and cluster-wide policies see it (network-policy-api `site-src/api-overview.md`).
    """
    return _let_through(snapshot, ConnectionSide("Egress", source, destination, protocol, number))


def enters(snapshot: Snapshot, source: Peer, destination: Peer, protocol: str, number: int) -> Answer:
    """Whether a connection may enter its destination; out of the cluster it always may.

    A pod's own node always reaches it, or the kubelet could not probe it.
    """
    if _is_own_node(source, destination):
        return True
    return _let_through(snapshot, ConnectionSide("Ingress", destination, source, protocol, number))


def _let_through(snapshot: Snapshot, asked: ConnectionSide) -> Answer:
    """Whether the policies of one end let a connection through, tier by tier."""
    possible = {each.action for each in rulings(snapshot, "Admin", asked)}
    below = partial(_by_network_policies, snapshot, asked)
    return _agreed(True if each == "Accept" else False if each == "Deny" else below() for each in possible)


def _agreed(answers: Iterator[Answer]) -> Answer:
    """The one answer, where all are the same."""
    different = set(answers)
    return different.pop() if len(different) == 1 else None


def _by_network_policies(snapshot: Snapshot, asked: ConnectionSide) -> Answer:
    """What NetworkPolicies decide: where any isolates the pod, a rule of any has to admit the other end.

    What they mean for a pod on its node's network is not defined.
    """
    if asked.subject.pod is None:
        return True
    isolation = isolation_of(snapshot, asked.subject.pod, asked.direction)
    if not isolation.policies:
        unsure = isolation.in_doubt or not snapshot.was_read("networkpolicies", asked.subject.pod.namespace)
        return None if unsure else _by_baseline(snapshot, asked)
    if asked.subject.on_host_network:
        return None
    found = any_of(
        all_of((covers(rule, asked.destination, asked.protocol, asked.number), admits(rule, namespace, asked.peer)))
        for namespace, rule in _rules(isolation, asked.direction)
    )
    unsure = isolation.in_doubt or asked.peer.on_host_network or _is_itself(asked.subject, asked.peer)
    return None if found is False and unsure else found


def _by_baseline(snapshot: Snapshot, asked: ConnectionSide) -> Answer:
    """What the last tier decides of a pod that no NetworkPolicy isolates.

    Of a pod that NetworkPolicies select for the other direction alone, the reference engine does not come so far.
    """
    answer = _agreed(iter({each.action != "Deny" for each in rulings(snapshot, "Baseline", asked)}))
    selected = asked.subject.pod is not None and selecting_policies(snapshot, asked.subject.pod)
    return None if answer is False and selected else answer


def _rules(isolation: Isolation, direction: Direction) -> Iterator[tuple[str, NetworkPolicyRule]]:
    return ((policy.namespace, rule) for policy in isolation.policies for rule in policy.rules(direction))


def _is_itself(source: Peer, destination: Peer) -> bool:
    return source.pod is not None and destination.pod is not None and source.pod.key == destination.pod.key


def _is_own_node(source: Peer, destination: Peer) -> bool:
    if source.pod is None or destination.pod is None or not source.on_host_network:
        return False
    node = source.pod.spec.node_name
    return bool(node) and node == destination.pod.spec.node_name
