"""Whether a rule of a NetworkPolicy admits a peer on a port.

Source: `api/networking/v1/types.go`; kube-network-policies `pkg/networkpolicy/networkpolicy.go:evaluatePorts`,
`evaluateSelectors`, `evaluateIPBlocks`, which are held against this in the tests.
"""

from collections.abc import Iterable

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.network_policy import NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyRule
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.addresses import within
from kubectl_porttrace.trace.policies.answers import Answer, all_of, any_of
from kubectl_porttrace.trace.policies.labels import matches
from kubectl_porttrace.trace.policies.peer import Peer


def covers(rule: NetworkPolicyRule, destination: Pod | None, protocol: str, number: int) -> Answer:
    """Whether a rule is about a port of the destination; one without ports is about all of them, of every protocol."""
    if not rule.ports:
        return True
    return any_of(is_about(each, destination, protocol, number) for each in rule.ports)


def admits(rule: NetworkPolicyRule, namespace: str, peer: Peer) -> Answer:
    """Whether a rule admits a peer; one without peers admits everybody.

    Args:
        rule: the rule.
        namespace: that of its policy, in which a podSelector alone looks for pods.
        peer: the other end.
    """
    if not rule.peers:
        return True
    return any_of(_is(each, namespace, peer) for each in rule.peers)


def named_numbers(destination: Pod, name: str, protocol: str) -> frozenset[int]:
    """What a port name means on a pod: any number that a regular container gives that name, with that protocol.

    Unlike targetPort, of which the first one counts (`NewPodInfo` and `evaluatePorts` go over all of them).
    """
    return _named(destination.spec.containers, name, protocol)


def named(destination: Pod | None, name: str, protocol: str, number: int) -> Answer:
    """Whether a port name means a number of the destination."""
    if destination is None:
        return None  # an address has no port names: implementations differ
    if number in named_numbers(destination, name, protocol):
        return True
    # Whether a name on a sidecar counts is up to the implementation; the reference engine does not look there.
    return None if number in _named(destination.spec.sidecars, name, protocol) else False


def is_about(port: NetworkPolicyPort, destination: Pod | None, protocol: str, number: int) -> Answer:
    """Whether one item of `ports` is about a port of the destination."""
    if port.protocol != protocol:
        return False
    if port.port is None:
        return True
    if isinstance(port.port, int):
        return port.port == number if port.end_port is None else port.port <= number <= port.end_port
    return named(destination, port.port, protocol, number)


def _named(containers: Iterable[Container], name: str, protocol: str) -> frozenset[int]:
    return frozenset(
        port.container_port
        for container in containers
        for port in container.ports
        if port.name == name and port.protocol == protocol
    )


def _is(entry: NetworkPolicyPeer, namespace: str, peer: Peer) -> Answer:
    """Whether a peer is meant by one entry: an ipBlock stands alone, and two selectors in one entry have to match both.

    An ipBlock means pods as well where it holds their addresses (`test/e2e/network/netpol`, "to a server in CIDR
    block"). What a selector makes of a pod on its node's network is not defined.
    """
    if entry.ip_block is not None:
        return within(entry.ip_block, peer.address)
    if peer.pod is None:
        return False
    chosen = all_of(_selected(entry, namespace, peer, peer.pod))
    return None if peer.on_host_network and chosen else chosen


def _selected(entry: NetworkPolicyPeer, namespace: str, peer: Peer, pod: Pod) -> Iterable[Answer]:
    if entry.pod_selector is not None:
        yield matches(entry.pod_selector, peer.labels)
    if entry.namespace_selector is not None:
        yield matches(entry.namespace_selector, peer.namespace)
    elif entry.pod_selector is not None:
        yield pod.namespace == namespace
    else:
        yield None  # an entry that says nothing: the API server does not take it
