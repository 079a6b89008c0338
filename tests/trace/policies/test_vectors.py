"""The edges of NetworkPolicy that people get wrong; `tests/truth` holds every other case against other engines."""

from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.policies.evaluate import allowed
from kubectl_porttrace.trace.policies.peer import Peer, pod_peer
from kubectl_porttrace.trace.policies.standing import open_to_somebody
from tests.build import cluster, container, pod, policy, port
from tests.trace.policies.edges import (
    CLIENT,
    CLIENTS,
    OUTSIDE,
    STRANGER,
    TEAM_B,
    WEB,
    may_enter,
    may_leave,
    peers,
    ports,
)


def test_the_number_is_the_pods_and_not_the_services() -> None:  # N-V1
    assert may_enter(ports({"port": 80}), number=8080) is False
    assert may_enter(ports({"port": 8080}), number=8080) is True


def test_a_protocol_without_a_port_is_all_of_that_protocol() -> None:  # N-V2
    assert may_enter(ports({"protocol": "UDP"}), protocol="UDP") is True
    assert may_enter(ports({"protocol": "UDP"}), protocol="TCP") is False


@pytest.mark.parametrize("protocol", ["TCP", "UDP", "SCTP"])
@pytest.mark.parametrize("rule", [{"ports": []}, {}], ids=["empty", "absent"])
def test_no_ports_are_all_ports(rule: dict[str, Any], protocol: str) -> None:  # N-V3, N-V5
    assert may_enter(policy(ingress=[rule]), protocol=protocol) is True


@pytest.mark.parametrize("spec", [{"ingress": []}, {}], ids=["empty", "absent"])
def test_no_rules_admit_nobody(spec: dict[str, Any]) -> None:  # N-V4
    assert may_enter(policy(policyTypes=["Ingress"], **spec)) is False


@pytest.mark.parametrize("source", [CLIENT, STRANGER, OUTSIDE], ids=["pod", "pod-elsewhere", "address"])
def test_no_peers_are_all_peers(source: Pod | Peer) -> None:  # N-V6
    assert may_enter(policy(ingress=[{"from": []}]), source=source) is True


def test_egress_rules_alone_isolate_ingress_too() -> None:  # N-V7
    written = policy(egress=[{}])
    assert may_enter(written) is False
    assert may_leave(written) is True
    assert may_enter(policy(egress=[{}], policyTypes=["Egress"])) is True


def test_an_empty_list_of_egress_rules_isolates_ingress_alone() -> None:  # N-V8
    written = policy(egress=[])
    assert may_leave(written) is True
    assert may_enter(written) is False
    assert may_leave(policy(egress=[], policyTypes=["Egress"])) is False


def test_what_any_policy_admits_is_admitted() -> None:  # N-V9
    one, other = policy("one", ingress=[{"ports": [{"port": 1}]}]), policy("two", ingress=[{"ports": [{"port": 2}]}])
    assert [may_enter(one, other, number=number) for number in (1, 2, 3)] == [True, True, False]


def test_a_block_holds_the_addresses_of_pods_too() -> None:  # N-V10
    assert may_enter(peers({"ipBlock": {"cidr": "10.244.0.0/24"}})) is True
    assert may_enter(peers({"ipBlock": {"cidr": "10.244.1.0/24"}})) is False


def test_an_exception_narrows_its_own_block_alone() -> None:  # N-V11
    narrowed = {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.244.0.0/16"]}}
    assert may_enter(peers(narrowed)) is False
    assert may_enter(peers(narrowed, {"ipBlock": {"cidr": "10.244.0.2/32"}})) is True
    assert may_enter(peers(narrowed), source=Peer("10.1.2.3")) is True


def test_another_protocol_admits_nothing_and_isolates() -> None:  # N-V12
    assert may_enter(ports({"protocol": "SCTP", "port": 8080})) is False


def test_one_entry_has_to_match_whole_and_of_two_one_is_enough() -> None:  # N-V13
    one = peers({"namespaceSelector": TEAM_B, "podSelector": CLIENTS})
    two = peers({"namespaceSelector": TEAM_B}, {"podSelector": CLIENTS})
    assert [may_enter(one, source=source) for source in (CLIENT, STRANGER)] == [False, True]
    assert [may_enter(two, source=source) for source in (CLIENT, STRANGER)] == [True, True]
    bystander = pod(name="bystander", namespace="other", labels={})
    assert [may_enter(written, source=bystander) for written in (one, two)] == [False, True]


def test_a_selector_of_pods_alone_means_those_of_the_policys_namespace() -> None:
    assert may_enter(peers({"podSelector": {}}), source=STRANGER) is False
    assert may_enter(peers({"podSelector": {}})) is True


def test_a_name_has_to_have_the_protocol() -> None:  # N-V15
    other = pod(container(port(8080, "http", "UDP")), name="web")
    assert may_enter(ports({"port": "http"}), destination=other) is False
    assert may_enter(ports({"port": "http", "protocol": "UDP"}), destination=other, protocol="UDP") is True


def test_a_name_means_any_number_that_has_it() -> None:
    twice = pod(container(port(8080, "http"), name="a"), container(port(9090, "http"), name="b"), name="web")
    found = [may_enter(ports({"port": "http"}), destination=twice, number=number) for number in (8080, 9090, 80)]
    assert found == [True, True, False]


def test_a_name_in_egress_is_looked_up_on_the_destination() -> None:
    written = policy(policyTypes=["Egress"], egress=[{"ports": [{"port": "http"}]}])
    server = pod(container(port(80, "http")), name="server", labels={})
    assert may_leave(written, destination=server) is True
    assert may_leave(written, destination=CLIENT) is False
    assert may_leave(written, destination=OUTSIDE) is None


@pytest.mark.parametrize(("number", "admitted"), [(79, False), (80, True), (85, True), (90, True), (91, False)])
def test_a_range_has_both_its_ends(number: int, *, admitted: bool) -> None:
    assert may_enter(ports({"port": 80, "endPort": 90}), number=number) is admitted


def test_a_range_that_ends_before_it_begins_holds_nothing() -> None:  # N-V16: the API server refuses it
    assert may_enter(ports({"port": 90, "endPort": 80}), number=85) is False


def test_a_policy_of_another_namespace_selects_nothing_here() -> None:  # N-V17
    assert may_enter(policy(namespace="other", policyTypes=["Ingress"])) is True


def test_a_pod_without_the_key_is_not_in_any_value_of_it() -> None:  # N-V18
    chosen = {"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["front"]}]}
    bare = pod(name="web", labels={})
    assert may_enter(policy(podSelector=chosen, policyTypes=["Ingress"]), destination=bare) is False


def test_an_empty_value_needs_the_key() -> None:
    chosen = policy(podSelector={"matchLabels": {"tier": ""}}, policyTypes=["Ingress"])
    assert may_enter(chosen) is True
    assert may_enter(chosen, destination=pod(name="web", labels={"tier": ""})) is False


def test_a_pod_reaches_itself() -> None:  # N-V19
    snapshot = cluster(WEB, policy(policyTypes=["Ingress", "Egress"]))
    web = pod_peer(snapshot, WEB)
    assert allowed(snapshot, web, web, "TCP", 8080) is True


def test_a_selector_that_says_nothing_hides_no_admission() -> None:
    doubtful = policy("odd", podSelector={"matchExpressions": [{"key": "app", "operator": "In", "values": []}]})
    assert may_enter(doubtful, policy(ingress=[{}])) is True
    assert may_enter(doubtful, policy(policyTypes=["Ingress"])) is None
    assert open_to_somebody(cluster(WEB, doubtful), WEB, "TCP", 8080) is None


def test_whom_a_rule_admits_does_not_matter_to_whether_it_is_about_a_port() -> None:
    nobody = {"from": [{"podSelector": {"matchLabels": {"app": "nobody"}}}], "ports": [{"port": 8080}]}
    snapshot = cluster(WEB, policy(ingress=[nobody]))
    assert [open_to_somebody(snapshot, WEB, "TCP", number) for number in (8080, 80)] == [True, False]
