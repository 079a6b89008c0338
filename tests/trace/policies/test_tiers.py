"""The edges of cluster-wide policies; `tests/truth` holds every other case against the reference engine."""

from typing import Any

import pytest

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.trace.policies.evaluate import enters, leaves
from kubectl_porttrace.trace.policies.peer import Peer, pod_peer
from kubectl_porttrace.trace.policies.word import policy_word
from tests.build import (
    admin_policy,
    baseline,
    cluster,
    cluster_policy,
    container,
    forbidden,
    namespace,
    pod,
    policy,
    port,
    sidecar,
)

WEB = pod(container(port(8080, "http")), name="web", ips=["10.244.0.1"])
CLIENT = pod(name="client", labels={"app": "client"}, ips=["10.244.0.2"])
ON_NODE = pod(name="agent", labels={"app": "client"}, node="node-1", spec={"hostNetwork": True}, ips=["172.30.0.2"])
ROOM = namespace("shop", team="a")
EVERYBODY: dict[str, Any] = {"namespaces": {}}
OTHERS: dict[str, Any] = {"namespaces": {"matchLabels": {"team": "b"}}}
CLIENTS: dict[str, Any] = {
    "pods": {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "client"}}},
}
ADMITS = policy(ingress=[{"from": [{"podSelector": {}}]}])
CLOSES = policy(ingress=[])


def rule(action: str, *peers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"action": action, "from": list(peers or (EVERYBODY,)), **more}


def on(number: int, end: int | None = None, protocol: str = "tcp") -> list[dict[str, Any]]:
    chosen = {"number": number} if end is None else {"range": {"start": number, "end": end}}
    return [{protocol: {"destinationPort": chosen}}]


def may_enter(*policies: KubernetesObject, source: Any = CLIENT, number: int = 8080, **fields: Any) -> bool | None:
    snapshot = cluster(WEB, CLIENT, ON_NODE, ROOM, *policies, **fields)
    peer = source if isinstance(source, Peer) else pod_peer(snapshot, source)
    return enters(snapshot, peer, pod_peer(snapshot, WEB), "TCP", number)


DENIES = cluster_policy("deny", ingress=[rule("Deny")])


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        pytest.param([DENIES], False, id="denied"),
        pytest.param([cluster_policy(ingress=[rule("Accept")]), CLOSES], True, id="accepted-before-network-policies"),
        pytest.param([DENIES, ADMITS], False, id="denied-before-network-policies"),
        pytest.param([cluster_policy(ingress=[rule("Pass"), rule("Deny")]), ADMITS], True, id="the-first-rule-decides"),
        pytest.param([cluster_policy(ingress=[rule("Pass")]), CLOSES], False, id="passed-on-to-network-policies"),
        pytest.param([cluster_policy(ingress=[rule("Accept", OTHERS)]), CLOSES], False, id="others-accepted"),
        pytest.param([cluster_policy("first", priority=1, ingress=[rule("Accept")]), DENIES], True, id="by-priority"),
        pytest.param([cluster_policy("a", ingress=[rule("Accept")]), DENIES], None, id="one-priority-is-no-order"),
        pytest.param([cluster_policy("a", ingress=[rule("Deny")]), DENIES], False, id="one-priority-and-one-answer"),
        pytest.param([cluster_policy("a", "Baseline", 1, ingress=[rule("Accept")]), DENIES], False, id="by-tier"),
        pytest.param([baseline(ingress=[rule("Deny")])], False, id="baseline"),
        pytest.param([baseline(ingress=[rule("Deny")]), ADMITS], True, id="network-policies-before-the-baseline"),
        pytest.param(
            [baseline(ingress=[rule("Deny")]), policy(policyTypes=["Egress"])], None, id="selected-for-egress"
        ),
        pytest.param([admin_policy(ingress=[rule("Allow")]), CLOSES], True, id="what-came-before-says-allow"),
        pytest.param([admin_policy(ingress=[rule("Allow")]), DENIES], None, id="two-apis-have-no-order"),
        pytest.param([admin_policy(ingress=[rule("Allow", OTHERS)]), DENIES], False, id="two-apis-one-silent"),
        pytest.param([cluster_policy(egress=[{"action": "Deny", "to": [EVERYBODY]}])], True, id="egress-is-apart"),
        pytest.param([cluster_policy(subject=OTHERS, ingress=[rule("Deny")])], True, id="about-other-pods"),
        pytest.param([cluster_policy(subject=CLIENTS, ingress=[rule("Deny")])], True, id="about-other-labels"),
        pytest.param([cluster_policy(subject={}, ingress=[rule("Deny")])], None, id="a-subject-of-another-form"),
        pytest.param([cluster_policy(ingress=[rule("Deny", protocols=on(80))])], True, id="another-port"),
        pytest.param([cluster_policy(ingress=[rule("Deny", protocols=on(80, 8080))])], False, id="the-end-of-a-range"),
        pytest.param([cluster_policy(ingress=[rule("Deny", protocols=on(8080, protocol="udp"))])], True, id="udp"),
        pytest.param([cluster_policy(ingress=[rule("Deny", protocols=[{"tcp": {}}])])], False, id="all-of-tcp"),
        pytest.param([cluster_policy(ingress=[rule("Deny", protocols=[{}])])], None, id="a-port-of-another-form"),
        pytest.param(
            [cluster_policy(ingress=[rule("Deny", protocols=[{"destinationNamedPort": "http"}])])], False, id="by-name"
        ),
        pytest.param([admin_policy(ingress=[rule("Deny", ports=[{"namedPort": "dns"}])])], True, id="by-another-name"),
        pytest.param(
            [admin_policy(ingress=[rule("Deny", ports=[{"portNumber": {"port": 8080}}])])], False, id="number"
        ),
        pytest.param(
            [admin_policy(ingress=[rule("Deny", ports=[{"portRange": {"start": 1, "end": 80}}])])], True, id="range"
        ),
        pytest.param([cluster_policy(ingress=[rule("Deny", {})])], False, id="an-unknown-peer-denied-is-everybody"),
        pytest.param([cluster_policy(ingress=[rule("Pass", {})])], False, id="an-unknown-peer-passed-is-denied"),
        pytest.param(
            [cluster_policy(ingress=[rule("Accept", {})]), CLOSES], False, id="an-unknown-peer-accepted-nobody"
        ),
        pytest.param([cluster_policy(ingress=[rule("Log")])], None, id="a-word-that-is-not-known"),
    ],
)
def test_tier_by_tier(policies: list[KubernetesObject], *, expected: bool | None) -> None:
    assert may_enter(*policies) is expected


def test_no_pod_on_its_nodes_network_is_meant() -> None:
    assert may_enter(DENIES, source=ON_NODE) is True
    snapshot = cluster(ON_NODE, CLIENT, ROOM, cluster_policy(ingress=[rule("Deny")]))
    assert enters(snapshot, pod_peer(snapshot, CLIENT), pod_peer(snapshot, ON_NODE), "TCP", 8080) is True


def test_addresses_pass_rules_about_pods_by() -> None:
    assert may_enter(DENIES, source=Peer("192.0.2.7")) is True
    assert may_enter(DENIES, CLOSES, source=Peer("192.0.2.7")) is False


def test_a_pod_that_comes_to_itself_through_a_service_is_seen() -> None:
    assert may_enter(source=WEB) is True
    assert may_enter(CLOSES, source=WEB) is None
    assert may_enter(DENIES, source=WEB) is False


@pytest.mark.parametrize("unread", ["clusternetworkpolicies", "adminnetworkpolicies", "baselineadminnetworkpolicies"])
def test_what_was_not_read_is_left_open(unread: str) -> None:
    assert may_enter(unread=[forbidden(unread)]) is None
    assert may_enter(CLOSES, unread=[forbidden(unread)]) is (False if unread.startswith("baseline") else None)


def test_a_name_on_a_sidecar_is_left_open() -> None:
    meshed = pod(container(), init=[sidecar(port(8080, "http"))], name="web", ips=["10.244.0.1"])
    snapshot = cluster(meshed, CLIENT, ROOM, cluster_policy(ingress=[rule("Deny", protocols=NAMED)]))
    assert enters(snapshot, pod_peer(snapshot, CLIENT), pod_peer(snapshot, meshed), "TCP", 8080) is None


NAMED = [{"destinationNamedPort": "http"}]


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        pytest.param({"networks": ["10.244.0.0/31"]}, False, id="addresses-of-pods-too"),
        pytest.param({"networks": ["10.244.0.2/32"]}, True, id="other-addresses"),
        pytest.param({"nodes": {}}, True, id="no-pod-is-a-node"),
        pytest.param({"domainNames": ["example.com"]}, None, id="a-name-of-dns"),
        pytest.param(CLIENTS, True, id="others"),
        pytest.param(EVERYBODY, False, id="everybody"),
    ],
)
def test_whom_an_egress_rule_means(peer: dict[str, Any], *, expected: bool | None) -> None:
    there = cluster_policy(subject=CLIENTS, egress=[{"action": "Deny", "to": [peer]}])
    snapshot = cluster(WEB, CLIENT, ROOM, there)
    assert leaves(snapshot, pod_peer(snapshot, CLIENT), pod_peer(snapshot, WEB), "TCP", 8080) is expected
    to_a_node = leaves(snapshot, pod_peer(snapshot, CLIENT), Peer("172.30.0.9"), "TCP", 8080)
    assert to_a_node is (None if {"nodes", "domainNames"} & set(peer) else True)


@pytest.mark.parametrize(
    ("policies", "word"),
    [
        pytest.param([], "none", id="no-policy"),
        pytest.param([DENIES], "allowed", id="addresses-may-come"),
        pytest.param([DENIES, ADMITS], "blocked", id="pods-denied-and-no-address-admitted"),
        pytest.param([DENIES, policy(ingress=[{}])], "allowed", id="addresses-admitted"),
        pytest.param([cluster_policy(ingress=[rule("Accept", CLIENTS)]), CLOSES], "allowed", id="some-accepted"),
        pytest.param(
            [cluster_policy(ingress=[rule("Pass", CLIENTS), rule("Deny")]), ADMITS], "allowed", id="some-passed"
        ),
        pytest.param([cluster_policy(ingress=[rule("Deny", CLIENTS)]), CLOSES], "blocked", id="closed-anyway"),
        pytest.param([cluster_policy("a", ingress=[rule("Accept")]), DENIES, CLOSES], "unknown", id="one-priority"),
        pytest.param([admin_policy(ingress=[rule("Pass")]), DENIES, ADMITS], "unknown", id="two-apis"),
        pytest.param([admin_policy(ingress=[rule("Pass", OTHERS)]), DENIES, ADMITS], "unknown", id="two-apis-some"),
        pytest.param([admin_policy(ingress=[rule("Deny", OTHERS)]), DENIES, ADMITS], "blocked", id="two-apis-agree"),
        pytest.param(
            [admin_policy(ingress=[rule("Allow")]), cluster_policy(ingress=[rule("Accept")]), CLOSES],
            "allowed",
            id="two-apis-accept",
        ),
        pytest.param(
            [cluster_policy("a", priority=1, ingress=[rule("Pass")]), DENIES, ADMITS], "allowed", id="passed-before"
        ),
        pytest.param([cluster_policy(ingress=[rule("Log")]), ADMITS], "unknown", id="a-word-that-is-not-known"),
        pytest.param(
            [cluster_policy(ingress=[rule("Deny", protocols=[{}]), rule("Pass")]), ADMITS],
            "unknown",
            id="perhaps-denied-before-it-is-passed",
        ),
    ],
)
def test_whether_anybody_is_let_in(policies: list[KubernetesObject], word: str) -> None:
    assert policy_word(cluster(WEB, CLIENT, ROOM, *policies), WEB, "TCP", 8080) == word


def test_nothing_is_said_to_be_let_in_where_a_tier_was_not_read() -> None:
    unread = [forbidden("clusternetworkpolicies")]
    assert policy_word(cluster(WEB, CLIENT, ROOM, ADMITS, unread=unread), WEB, "TCP", 8080) == "unknown"
    admits_all = policy(ingress=[{}])
    assert policy_word(cluster(WEB, CLIENT, ROOM, admits_all, unread=unread), WEB, "TCP", 8080) == "allowed"
