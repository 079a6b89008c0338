"""Where a network plugin that is at work judges NetworkPolicies in a way of its own.

Source: cilium `Documentation/network/kubernetes/policy.rst` (ipBlock and pods), `configuration/sctp`; AWS
`eks/latest/userguide/cni-network-policy.html`.
"""

from kubectl_porttrace.model.enforcers import CiliumNode, PolicyEndpoint
from kubectl_porttrace.model.network_policy import Direction, NetworkPolicyRule
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.addresses import within
from kubectl_porttrace.trace.policies.peer import Peer
from kubectl_porttrace.trace.policies.rules import admits, covers
from kubectl_porttrace.trace.policies.selecting import isolation_of, selecting_policies


def under_cilium(snapshot: Snapshot) -> bool:
    """Whether Cilium's agent keeps a node."""
    return bool(snapshot.all_of(CiliumNode))


def aws_agent_at_work(snapshot: Snapshot) -> bool:
    """Whether AWS's agent enforces any NetworkPolicy."""
    return bool(snapshot.once(_enforced_by_aws))


def under_aws_agent(snapshot: Snapshot, pod: Pod) -> str:
    """The NetworkPolicy about a pod that AWS's agent enforces, by its title; empty where there is none."""
    enforced = snapshot.once(_enforced_by_aws)
    return next((each.title for each in selecting_policies(snapshot, pod) if each.key in enforced), "")


def _enforced_by_aws(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    return frozenset((each.namespace, each.policy) for each in snapshot.all_of(PolicyEndpoint))


def admitted_by_address_alone(
    snapshot: Snapshot, direction: Direction, subject: Peer, peer: Peer, protocol: str, number: int
) -> bool:
    """Whether every rule that lets one pod reach another does so by the address: to Cilium that is no rule."""
    if subject.pod is None or peer.pod is None:
        return False
    destination = subject.pod if direction == "Ingress" else peer.pod
    admitting = [
        (policy.namespace, rule)
        for policy in isolation_of(snapshot, subject.pod, direction).policies
        for rule in policy.rules(direction)
        if covers(rule, destination, protocol, number) and admits(rule, policy.namespace, peer)
    ]
    return bool(admitting) and not any(_by_labels(rule, namespace, peer) for namespace, rule in admitting)


def opens_by_pod_addresses(snapshot: Snapshot, pod: Pod, protocol: str, number: int) -> NetworkPolicyRule | None:
    """The first rule about a port, where all of them admit by blocks alone, and one holds addresses of pods."""
    rules = [
        rule
        for policy in isolation_of(snapshot, pod, "Ingress").policies
        for rule in policy.spec.ingress
        if covers(rule, pod, protocol, number) is not False
    ]
    if not rules or not all(rule.peers and all(peer.ip_block for peer in rule.peers) for rule in rules):
        return None
    addresses = [ip for each in snapshot.pods if not each.spec.host_network for ip in each.ips]
    blocks = ((rule, peer.ip_block) for rule in rules for peer in rule.peers if peer.ip_block)
    return next((rule for rule, block in blocks if any(within(block, ip) for ip in addresses)), None)


def _by_labels(rule: NetworkPolicyRule, namespace: str, peer: Peer) -> bool:
    alone = (NetworkPolicyRule(rule.ports, (each,)) for each in rule.peers if each.ip_block is None)
    return not rule.peers or any(admits(each, namespace, peer) for each in alone)
