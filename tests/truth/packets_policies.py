"""Random worlds of policies on the data plane: every way that a connection may take there, and what is to become of it.

The Services translate every number into another one, so that a policy that is judged on the wrong one is seen.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.policies.evaluate import allowed
from kubectl_porttrace.trace.policies.peer import Peer, pod_peer
from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import endpoint_slice, service, service_port
from tests.dataplane.data_plane import DataPlane, Probe
from tests.dataplane.network import Place
from tests.truth.packets_placed import LISTENED
from tests.truth.policy_worlds import World
from tests.truth.test_policies import snapshot_of

BEHIND = {80: 8080, 81: 80, 8080: 81}
"""The pods' number behind each port of a Service."""

PROTOCOLS = ("TCP", "UDP")
_POD_ADDRESS = re.compile(r"10\.0\.[01]\.\d+")


@dataclass(frozen=True)
class Connection:
    """A connection by some way, and whether policies let it through by what we say; None where we leave that open."""

    way: str
    probe: Probe
    answer: str
    ours: Answer

    @property
    def expected(self) -> str:
        """The outcome that we say it has."""
        return self.answer if self.ours else "timeout"


@dataclass(frozen=True)
class StagedWorld:
    """A world whose pods have the addresses of places on the data plane, and a Service for each."""

    world: World
    places: tuple[Place, ...]
    services: tuple[Manifest, ...]

    @property
    def snapshot(self) -> Snapshot:
        """The world as it would have been read."""
        return snapshot_of(self.world)


def staged(plane: DataPlane, namespace: Namespace, number: int, world: World) -> StagedWorld:
    """Put a world on the data plane; every other Service keeps the source of what comes by its node port."""
    places = plane.pods([(number + index) % len(HAND_NODES) for index, _ in enumerate(world.pods)], LISTENED)
    made = []
    for index, place in enumerate(places):
        policy = "Local" if index % 2 else "Cluster"
        made.append(namespace.create(_service(f"w{number}-{index}", policy)))
        namespace.create(_slice(f"w{number}-{index}", place))
    return StagedWorld(_moved(world, places), tuple(places), tuple(made))


def connections(plane: DataPlane, staged_world: StagedWorld) -> Iterator[Connection]:
    """Between all pods, by their addresses and by their Services; and from outside by node ports."""
    snapshot, places = staged_world.snapshot, staged_world.places
    by_ip = {pod.status.pod_ip: pod for pod in snapshot.pods}
    for source, to in permutations(range(len(places)), 2):
        peers = pod_peer(snapshot, by_ip[places[source].ipv4]), by_ip[places[to].ipv4]
        yield from _to_pod(snapshot, places[source], places[to], *peers)
        address = staged_world.services[to]["spec"]["clusterIP"]
        for port in staged_world.services[to]["spec"]["ports"]:
            ours = (port["protocol"], port["port"], port["targetPort"])
            yield _connection("ClusterIP", snapshot, places[source], address, ours, places[to], *peers)
    for place, made in zip(places, staged_world.services, strict=True):
        yield from _by_node_port(plane, snapshot, place, made, by_ip[place.ipv4])


def _to_pod(snapshot: Snapshot, source: Place, to: Place, peer: Peer, pod: Pod) -> Iterator[Connection]:
    for protocol in PROTOCOLS:
        for number in BEHIND:
            asked = (protocol, number, number)
            yield _connection("pod address", snapshot, source, to.ipv4, asked, to, peer, pod)


def _by_node_port(plane: DataPlane, snapshot: Snapshot, to: Place, made: Manifest, pod: Pod) -> Iterator[Connection]:
    """By the pod's own node, where policies see the client; under policy Cluster by another, which they then see."""
    own = plane.nodes[to.node or 0]
    other = plane.nodes[((to.node or 0) + 1) % len(plane.nodes)]
    local = made["spec"]["externalTrafficPolicy"] == "Local"
    entered = [(own, plane.outside.ipv4)] + ([] if local else [(other, other.ipv4)])
    for node, seen in entered:
        for port in made["spec"]["ports"]:
            asked = (port["protocol"], port["nodePort"], port["targetPort"])
            way = f"node port, policy {made['spec']['externalTrafficPolicy']}"
            yield _connection(way, snapshot, plane.outside, node.ipv4, asked, to, Peer(seen), pod)


def _connection(
    way: str,
    snapshot: Snapshot,
    client: Place,
    address: str,
    asked: tuple[str, int, int],
    to: Place,
    peer: Peer,
    pod: Pod,
) -> Connection:
    protocol, number, behind = asked
    ours = allowed(snapshot, peer, pod_peer(snapshot, pod), protocol, behind)
    return Connection(way, Probe(client, protocol, address, number), f"{to.name} {behind}", ours)


def _service(name: str, policy: str) -> Manifest:
    ports = [
        service_port(port, behind, name=f"{protocol.lower()}-{port}", protocol=protocol)
        for protocol in PROTOCOLS
        for port, behind in BEHIND.items()
    ]
    return service(name, *ports, selector={}, type="NodePort", externalTrafficPolicy=policy)


def _slice(name: str, place: Place) -> Manifest:
    ports = tuple(
        {"name": f"{protocol.lower()}-{port}", "port": behind, "protocol": protocol}
        for protocol in PROTOCOLS
        for port, behind in BEHIND.items()
    )
    here = {"addresses": [place.ipv4], "nodeName": HAND_NODES[place.node or 0], "conditions": {"ready": True}}
    return endpoint_slice(name, name, here, ports=ports)


def _moved(world: World, places: Sequence[Place]) -> World:
    """The same world with the places' addresses, wherever it names one of its pods."""
    here = {each["status"]["podIP"]: place.ipv4 for each, place in zip(world.pods, places, strict=True)}

    def moved(part: Sequence[Any]) -> Any:
        text = msgspec.json.encode(part).decode()
        return msgspec.json.decode(_POD_ADDRESS.sub(lambda found: here.get(found[0], found[0]), text))

    return replace(world, pods=moved(world.pods), policies=moved(world.policies))
