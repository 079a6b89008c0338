"""The edges of NetworkPolicy of which nothing is known, or that no plugin has to decide alike."""

import pytest

from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.trace.policies.evaluate import enters
from kubectl_porttrace.trace.policies.peer import ANYWHERE, Peer, pod_peer
from kubectl_porttrace.trace.policies.standing import open_to_somebody
from tests.build import cluster, container, forbidden, pod, policy, port, sidecar
from tests.trace.policies.edges import STRANGER, TEAM_B, WEB, may_enter, peers, ports


def test_a_name_on_a_sidecar_alone_is_left_open() -> None:  # N-V14
    meshed = pod(container(), init=[sidecar(port(8080, "http"))], name="web")
    assert may_enter(ports({"port": "http"}), destination=meshed) is None
    assert may_enter(ports({"port": "http"}), destination=meshed, number=80) is False
    assert may_enter(ports({"port": "http"}, {"port": 8080}), destination=meshed) is True


def test_the_pods_own_node_reaches_it_and_of_others_nothing_is_known() -> None:  # N-V20
    denying = policy(policyTypes=["Ingress"])
    here = pod(name="agent", labels={}, node="node-0", spec={"hostNetwork": True})
    there = pod(name="agent", labels={}, node="node-1", spec={"hostNetwork": True})
    assert may_enter(denying, source=here) is True
    assert may_enter(denying, source=there) is None
    assert may_enter(policy(ingress=[{}]), source=there) is True
    assert may_enter(peers({"podSelector": {}}), source=there) is None


def test_what_isolates_a_pod_on_its_nodes_network_is_not_defined() -> None:
    on_host = pod(name="web", spec={"hostNetwork": True})
    assert may_enter(policy(ingress=[{}]), destination=on_host) is None
    assert may_enter(destination=on_host) is True


def test_families_never_mix() -> None:
    assert may_enter(peers({"ipBlock": {"cidr": "::/0"}})) is False
    assert may_enter(peers({"ipBlock": {"cidr": "::/0"}}), source=Peer("2001:db8::1")) is True


def test_of_a_network_all_or_nothing_is_decided() -> None:
    inside = peers({"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}})
    found = [may_enter(inside, source=Peer(net)) for net in ("10.2.0.0/16", "10.1.0.0/24", "10.0.0.0/14", "11.0.0.0/8")]
    assert found == [True, False, None, False]
    outside = Peer(ANYWHERE["IPv4"])
    assert may_enter(peers({"ipBlock": {"cidr": "0.0.0.0/0"}}), source=outside) is True
    assert may_enter(inside, source=outside) is None
    assert may_enter(peers({"podSelector": {}}), source=outside) is False


def test_labels_of_a_namespace_that_were_not_read_are_left_open() -> None:
    written = peers({"namespaceSelector": TEAM_B})
    snapshot = cluster(WEB, STRANGER, written)
    client, web = pod_peer(snapshot, STRANGER), pod_peer(snapshot, WEB)
    assert enters(snapshot, client, web, "TCP", 8080) is None
    by_name = peers({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "other"}}})
    assert enters(cluster(WEB, STRANGER, by_name), client, web, "TCP", 8080) is True


def test_without_the_policies_nothing_is_known() -> None:
    assert may_enter(unread=[forbidden("networkpolicies")]) is None
    assert open_to_somebody(cluster(WEB), WEB, "TCP", 8080) is True


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(peers({"ipBlock": {"cidr": "10.244.0.0/33"}}), id="no-network"),
        pytest.param(peers({"ipBlock": {"cidr": "10.244.0.0/16", "except": ["x"]}}), id="no-exception"),
        pytest.param(peers({}), id="a-peer-that-says-nothing"),
        pytest.param(
            peers({"podSelector": {"matchExpressions": [{"key": "app", "operator": "Like", "values": ["c"]}]}}),
            id="no-operator",
        ),
        pytest.param(
            policy(podSelector={"matchExpressions": [{"key": "app", "operator": "In", "values": []}]}, ingress=[]),
            id="a-selector-of-nothing",
        ),
    ],
)
def test_what_the_api_server_refuses_is_left_open(written: NetworkPolicy) -> None:
    assert may_enter(written) is None
