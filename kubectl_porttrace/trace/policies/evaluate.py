"""Whether policies let a connection through: out of its source, and into its destination.

The number is always the pod's port: translation from the Service's port or a node port comes before policies.

Source: kube-network-policies `pkg/networkpolicy/networkpolicy.go:EvaluatePolicyDirection`.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.network_policy import Direction, NetworkPolicyRule
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer, all_of, any_of
from kubectl_porttrace.trace.policies.peer import Peer
from kubectl_porttrace.trace.policies.rules import admits, covers
from kubectl_porttrace.trace.policies.selecting import Isolation, isolation_of


def allowed(snapshot: Snapshot, source: Peer, destination: Peer, protocol: str, number: int) -> Answer:
    """Whether a source may connect to a port of a destination; a pod to itself always may.

    None where the objects do not decide it, or what decides it was not read.
    """
    if source.pod is not None and destination.pod is not None and source.pod.key == destination.pod.key:
        return True
    return all_of(
        (
            leaves(snapshot, source, destination, protocol, number),
            enters(snapshot, source, destination, protocol, number),
        )
    )


def leaves(snapshot: Snapshot, source: Peer, destination: Peer, protocol: str, number: int) -> Answer:
    """Whether a connection may leave its source; from outside of the cluster it always may."""
    return _let_through(snapshot, "Egress", source, destination, protocol, number)


def enters(snapshot: Snapshot, source: Peer, destination: Peer, protocol: str, number: int) -> Answer:
    """Whether a connection may enter its destination; out of the cluster it always may.

    A pod's own node always reaches it, or the kubelet could not probe it.
    """
    if _is_own_node(source, destination):
        return True
    return _let_through(snapshot, "Ingress", destination, source, protocol, number)


def open_to_somebody(snapshot: Snapshot, pod: Pod, protocol: str, number: int) -> Answer:
    """Whether some rule is about a port of an isolated pod, whomever it admits."""
    isolation = isolation_of(snapshot, pod, "Ingress")
    found = any_of(covers(rule, pod, protocol, number) for _, rule in _rules(isolation, "Ingress"))
    return None if found is False and isolation.in_doubt else found


def _let_through(
    snapshot: Snapshot, direction: Direction, subject: Peer, peer: Peer, protocol: str, number: int
) -> Answer:
    """Whether the policies of one end let a connection through: where any isolates it, a rule of any has to admit.

    What policies mean for a pod on its node's network is not defined.
    """
    if subject.pod is None:
        return True
    isolation = isolation_of(snapshot, subject.pod, direction)
    if not isolation.policies:
        unsure = isolation.in_doubt or not snapshot.was_read("networkpolicies", subject.pod.namespace)
        return None if unsure else True
    if subject.on_host_network:
        return None
    destination = subject.pod if direction == "Ingress" else peer.pod
    found = any_of(
        all_of((covers(rule, destination, protocol, number), admits(rule, namespace, peer)))
        for namespace, rule in _rules(isolation, direction)
    )
    unsure = isolation.in_doubt or peer.on_host_network
    return None if found is False and unsure else found


def _rules(isolation: Isolation, direction: Direction) -> Iterator[tuple[str, NetworkPolicyRule]]:
    return ((policy.namespace, rule) for policy in isolation.policies for rule in policy.rules(direction))


def _is_own_node(source: Peer, destination: Peer) -> bool:
    if source.pod is None or destination.pod is None or not source.on_host_network:
        return False
    node = source.pod.spec.node_name
    return bool(node) and node == destination.pod.spec.node_name
