"""Policies in front of one pod, and who may enter or be reached."""

from typing import Any

from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.evaluate import enters, leaves
from kubectl_porttrace.trace.policies.peer import Peer, pod_peer
from tests.build import cluster, container, namespace, pod, policy, port

WEB = pod(container(port(8080, "http")), name="web", ips=["10.244.0.1"])
CLIENT = pod(name="client", labels={"app": "client"}, ips=["10.244.0.2"])
STRANGER = pod(name="stranger", namespace="other", labels={"app": "client"}, ips=["10.244.0.3"])
OUTSIDE = Peer("192.0.2.7")
ROOMS = (namespace("shop", team="a"), namespace("other", team="b"))


def may_enter(
    *policies: NetworkPolicy,
    source: Pod | Peer = CLIENT,
    number: int = 8080,
    protocol: str = "TCP",
    destination: Pod = WEB,
    **fields: Any,
) -> bool | None:
    snapshot = cluster(destination, CLIENT, STRANGER, *ROOMS, *policies, **fields)
    peer = pod_peer(snapshot, source) if isinstance(source, Pod) else source
    return enters(snapshot, peer, pod_peer(snapshot, destination), protocol, number)


def may_leave(*policies: NetworkPolicy, destination: Pod | Peer = CLIENT, source: Pod = WEB) -> bool | None:
    snapshot = cluster(source, CLIENT, STRANGER, *ROOMS, *policies)
    peer = pod_peer(snapshot, destination) if isinstance(destination, Pod) else destination
    return leaves(snapshot, pod_peer(snapshot, source), peer, "TCP", 80)


def ports(*entries: dict[str, Any]) -> NetworkPolicy:
    return policy(ingress=[{"ports": list(entries)}])


def peers(*entries: dict[str, Any]) -> NetworkPolicy:
    return policy(ingress=[{"from": list(entries)}])


CLIENTS = {"matchLabels": {"app": "client"}}
TEAM_A, TEAM_B = ({"matchLabels": {"team": team}} for team in "ab")
