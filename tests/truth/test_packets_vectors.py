"""Fixed cases against real packets, in both modes of kube-proxy."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kubectl_porttrace.report.v1 import Report, ServiceTrace
from tests.cluster.api import ApiError, resource_path
from tests.cluster.namespace import Namespace, count_endpoints
from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import service, service_port
from tests.dataplane.data_plane import PATIENT, DataPlane, Probe
from tests.truth.figures import counted
from tests.truth.packets_compare import Comparison
from tests.truth.packets_fates import Way
from tests.truth.packets_outside import Published, publish
from tests.truth.packets_stage import Stage, on_stage, wait_until_still
from tests.truth.packets_vector import Vector
from tests.truth.packets_vectors import DOOMED
from tests.truth.packets_vectors_traffic import VECTORS

pytestmark = pytest.mark.cluster

_SECOND_TRY, _TRIALS = 3.0, 5
LEFT = "v17b"
"""The Service whose pod stays on a Node that is taken away."""

BALANCER4, BALANCER6 = "203.0.113.45", "fd00:203::45"
VIRTUAL = {"v45": (BALANCER4, BALANCER6), "x44": ("203.0.113.144",), "x45": ("203.0.113.145",)}
"""The addresses that load balancers get, by Service."""


@dataclass(frozen=True)
class Played:
    """All vectors on a data plane, and what came of them."""

    stage: Stage
    report: Report
    comparison: Comparison

    def trace(self, name: str) -> ServiceTrace:
        (found,) = (each for each in self.report.services if each.name == name)
        return found

    def who(self, vector: Vector, expected: frozenset[str]) -> frozenset[str]:
        """The same with pods and addresses called as the data plane calls who answers for them."""
        (placed,) = (each for each in self.stage.placed if each.scenario.name == vector.name)
        called = {name.removeprefix(f"{vector.name}-"): there.name for name, there in placed.places.items()}
        parted = (each.partition(" ") for each in expected)
        return frozenset(" ".join(filter(None, (called.get(who, who), number))) for who, _, number in parted)


@pytest.fixture(scope="module", params=["data_plane", "iptables_data_plane"], ids=["nftables", "iptables"])
def played(request: pytest.FixtureRequest) -> Iterator[Played]:
    plane: DataPlane = request.getfixturevalue(request.param)
    doomed = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": DOOMED}}
    plane.cluster.api().create(doomed)
    scenarios = [vector.scenario for vector in VECTORS.values()]
    with on_stage(plane, scenarios, last_changes) as stage:
        with counted("packets") as tally:
            report, comparison = stage.compare(tally)
        yield Played(stage, report, comparison)


def last_changes(namespace: Namespace) -> None:
    """Take a Node away and give a load balancer its addresses."""
    for _ in range(_TRIALS):
        # A controller that found its own cache stale tries again a second or two later; with the Node gone by then, it
        # would drop the pod that V17b is about.
        time.sleep(_SECOND_TRY)
        namespace.api.delete(resource_path("Node", name=DOOMED))
        wait_until_still(namespace)
        if count_endpoints(namespace.slices(LEFT)) == (1, 0):
            break
        # It was dropped all the same: once more from the beginning, and now the controller is told to look.
        namespace.api.create({"apiVersion": "v1", "kind": "Node", "metadata": {"name": DOOMED}})
        namespace.patch("Service", LEFT, {"metadata": {"annotations": {"looked-at": secrets.token_hex(4)}}})
        namespace.wait_for_endpoints(LEFT, ready=1)
    for name, ips in VIRTUAL.items():
        publish(namespace, name, Published(ingress=tuple({"ip": ip, "ipMode": "VIP"} for ip in ips)))


def expected_on(vector: Vector, port: str, way: Way) -> frozenset[str]:
    outcomes = vector.outcomes[port]
    return next(outcomes[key] for key in way.keys if key in outcomes)


@pytest.mark.parametrize("vector", [pytest.param(each, id=title) for title, each in VECTORS.items()])
def test_outcome(played: Played, vector: Vector) -> None:
    pairs = played.comparison.of(vector.name)
    if not all(map(played.stage.plane.serves, played.trace(vector.name).ip_families)):
        pytest.skip("no IPv6 here")
    wrong = {
        str(trial): (sorted(got), sorted(expected))
        for trial, got in pairs
        if got != (expected := played.who(vector, expected_on(vector, trial.port.name, trial.way)))
    }
    assert not wrong
    assert {trial.port.name for trial, _ in pairs} == {port for port, outcomes in vector.outcomes.items() if outcomes}


@pytest.mark.parametrize("vector", [pytest.param(each, id=title) for title, each in VECTORS.items()])
def test_verdict(played: Played, vector: Vector) -> None:
    assert {port.name: port.verdict for port in played.trace(vector.name).ports} == dict(vector.verdicts)


def test_nothing_disagrees_with_the_report(played: Played) -> None:
    assert not played.comparison.disagreements, "\n".join(played.comparison.disagreements)


def test_each_way_in_has_a_verdict_of_its_own(played: Played) -> None:
    """X44: the node port is dead from outside at one node, and the load balancer leaves that node out."""
    balanced = {(each.kind, each.node): each.verdict for each in played.trace("x44").entrances}
    assert balanced["LoadBalancer", None] == "wired"
    assert balanced["ClusterIP", None] == "wired"
    assert {balanced["NodePort", node] for node in HAND_NODES} == {"wired", "partial"}
    inside = {(each.kind, each.node): each.verdict for each in played.trace("x34").entrances}
    assert set(inside.values()) == {"broken"}
    external = {each.kind: each.verdict for each in played.trace("x43").entrances}
    assert external == {"ClusterIP": "wired", "ExternalIP": "partial"}


def test_a_hidden_service_is_nobodys(played: Played) -> None:
    """No rule takes its cluster IP, and its node port is the node's own, where nothing listens."""
    plane, hidden = played.stage.plane, played.trace("v29")
    (inside,) = plane.probe([Probe(plane.clients[0], "TCP", hidden.cluster_ips[0], 80, tries=2)])
    node_port = hidden.ports[0].node_port or 0
    (outside,) = plane.probe([Probe(plane.outside, "TCP", plane.nodes[0].ipv4, node_port, tries=2)], PATIENT)
    assert inside == {"timeout": 2}
    assert outside == {"refused": 2}


def test_source_ranges_filter_the_family_they_name(played: Played) -> None:
    plane = played.stage.plane
    asked = [(plane.outside, BALANCER6), (plane.clients[0], BALANCER4)]
    asked = [(client, ip) for client, ip in asked if ":" not in ip or plane.ipv6]
    (filtered,) = plane.probe([Probe(plane.outside, "TCP", BALANCER4, 80, tries=2)])
    open_ = plane.probe([Probe(client, "TCP", ip, 80, tries=2) for client, ip in asked], PATIENT)
    assert filtered == {"timeout": 2}
    there = played.who(VECTORS["V45 source ranges of one family"], frozenset({"p0 80"}))
    assert all(set(answer) == there for answer in open_)


def test_one_node_port_for_both_protocols(played: Played) -> None:
    """V34: ports of one number that ask for no node port get the same one."""
    assert len({port.node_port for port in played.trace("v34").ports}) == 1


def test_one_node_port_for_two_numbers_is_refused(played: Played) -> None:
    """V35: though the protocols differ."""
    ports = (
        service_port(80, name="a", node_port=30080),
        service_port(81, name="b", protocol="UDP", node_port=30080),
    )
    with pytest.raises(ApiError, match="30080"):
        played.stage.namespace.create(service("v35", *ports, type="NodePort"))


def test_a_refused_burst_is_refused_to_the_last(data_plane: DataPlane) -> None:
    """The nodes' limits on ICMP messages are off, or a refusal would pass for a dropped packet."""
    (answer,) = data_plane.probe([Probe(data_plane.outside, "TCP", data_plane.nodes[0].ipv4, 9, tries=100)], 5.0)
    assert answer == {"refused": 100}


def test_nodes_are_those_of_the_cluster(data_plane: DataPlane) -> None:
    listed = data_plane.cluster.api().get("/api/v1/nodes")["items"]
    assert {each["metadata"]["name"] for each in listed} >= set(HAND_NODES)
