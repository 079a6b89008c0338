"""Whether a rule of a cluster-wide policy is about a port, and about a peer."""

from collections.abc import Iterator

from kubectl_porttrace.model.cluster_policy import ClusterPeer, ClusterRule, NamespacedPod
from kubectl_porttrace.model.cluster_ports import PortMatch
from kubectl_porttrace.model.network_policy import IPBlock
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.addresses import within
from kubectl_porttrace.trace.policies.answers import Answer, all_of, any_of
from kubectl_porttrace.trace.policies.labels import Labels, matches
from kubectl_porttrace.trace.policies.peer import Peer
from kubectl_porttrace.trace.policies.rules import named


def covers(rule: ClusterRule, destination: Pod | None, protocol: str, number: int) -> Answer:
    """Whether a rule is about a port of the destination; one without ports is about all of them, of every protocol."""
    return any_of(is_about(each, destination, protocol, number) for each in rule.matches) if rule.matches else True


def is_among(rule: ClusterRule, peer: Peer) -> Answer:
    """Whether a peer is among those of a rule.

    What a rule makes of a form that is not known fails closed: it accepts nobody, and any other word means everybody
    (`ClusterNetworkPolicyIngressPeer`).
    """
    return any_of(rule.decides != "Accept" if not each.known else _is(each, peer) for each in rule.peers)


def chosen_pods(pods: NamespacedPod, labels: Labels, namespace: Labels) -> Answer:
    """Whether a pod with these labels, in a namespace with those, is chosen."""
    return all_of((matches(pods.namespace_selector, namespace), matches(pods.pod_selector, labels)))


def is_about(port: PortMatch, destination: Pod | None, protocol: str, number: int) -> Answer:
    """Whether one item of `protocols` or `ports` is about a port of the destination; None for an unknown form."""
    if not port.known:
        return None
    if port.name:
        return named(destination, port.name, protocol, number)
    return port.protocol == protocol and port.first <= number <= port.last


def _is(entry: ClusterPeer, peer: Peer) -> Answer:
    return any_of(_each_form(entry, peer))


def _each_form(entry: ClusterPeer, peer: Peer) -> Iterator[Answer]:
    """Pods on their node's network are no pods here, and have the addresses of nodes."""
    pod = None if peer.on_host_network else peer.pod
    if entry.namespaces is not None:
        yield matches(entry.namespaces, peer.namespace) if pod else False
    if entry.pods is not None:
        yield chosen_pods(entry.pods, peer.labels, peer.namespace) if pod else False
    if entry.nodes is not None:
        yield False if pod else None
    for network in entry.networks:
        yield within(IPBlock(cidr=network), peer.address)
    if entry.domain_names:
        yield None
