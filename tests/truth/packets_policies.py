"""Random worlds of policies on the data plane: every way that a connection may take there, and what is to become of it.

The Services translate every number into another one, so that a policy that is judged on the wrong one is seen.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, permutations, product
from random import Random
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
from tests.truth.cluster_worlds import random_cluster_worlds
from tests.truth.packets_placed import LISTENED
from tests.truth.policy_worlds import World, random_worlds
from tests.truth.test_policies import snapshot_of

BEHIND = {80: 8080, 81: 80, 8080: 81}
"""The pods' number behind each port of a Service."""

PROTOCOLS = ("TCP", "UDP")
_ADDRESS = re.compile(r"(\d+)\.\d+\.\d+\.(\d+)(?:/(\d+))?")
_PREFIXES = {"0": 0, "8": 16, "16": 48, "24": 64, "31": 127, "32": 128}
"""What is about as wide in IPv6: everything, every pod, the pods of all nodes, those of one, two pods, one."""


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
    family: str
    places: tuple[Place, ...]
    services: tuple[Manifest, ...]

    def address(self, place: Place) -> str:
        """That of a place, in the world's family."""
        return place.ipv4 if self.family == "IPv4" else place.ipv6

    @property
    def snapshot(self) -> Snapshot:
        """The world as it would have been read."""
        return snapshot_of(self.world)


def packet_worlds(seed: str) -> Iterator[tuple[World, str]]:
    """Worlds without end, each with the family of its addresses: every other one has cluster-wide policies as well."""
    plain = random_worlds(Random(seed))  # noqa: S311 - a test, not a secret
    tiers = random_cluster_worlds(Random(seed))  # noqa: S311 - likewise
    for family in cycle(("IPv4", "IPv6")):
        yield next(plain), family
        yield next(world for world, certain in tiers if certain), family


def staged(plane: DataPlane, namespace: Namespace, number: int, world: World, family: str) -> StagedWorld:
    """Put a world on the data plane; every other Service keeps the source of what comes by its node port."""
    family = family if plane.serves(family) else "IPv4"
    places = plane.pods([(number + index) % len(HAND_NODES) for index, _ in enumerate(world.pods)], LISTENED)
    made = []
    for index, place in enumerate(places):
        policy = "Local" if index % 2 else "Cluster"
        made.append(namespace.create(_service(f"w{number}-{index}", policy, family)))
        namespace.create(_slice(f"w{number}-{index}", place, family))
    return StagedWorld(_moved(world, places, family), family, tuple(places), tuple(made))


def connections(plane: DataPlane, on: StagedWorld) -> Iterator[Connection]:
    """Between all pods, by their addresses and by their Services; and from outside by node ports."""
    snapshot, places = on.snapshot, on.places
    by_ip = {pod.status.pod_ip: pod for pod in snapshot.pods}
    for source, to in permutations(range(len(places)), 2):
        peers = pod_peer(snapshot, by_ip[on.address(places[source])]), by_ip[on.address(places[to])]
        for protocol, number in product(PROTOCOLS, BEHIND):
            asked, at = (protocol, number, number), on.address(places[to])
            yield _connection(f"pod address, {on.family}", snapshot, places[source], at, asked, places[to], *peers)
        address = on.services[to]["spec"]["clusterIP"]
        for port in on.services[to]["spec"]["ports"]:
            asked = (port["protocol"], port["port"], port["targetPort"])
            yield _connection(f"ClusterIP, {on.family}", snapshot, places[source], address, asked, places[to], *peers)
    for place, made in zip(places, on.services, strict=True):
        yield from _by_node_port(plane, on, place, made, by_ip[on.address(place)])


def _by_node_port(plane: DataPlane, on: StagedWorld, to: Place, made: Manifest, pod: Pod) -> Iterator[Connection]:
    """By the pod's own node, where policies see the client; under policy Cluster by another, which they then see."""
    own = plane.nodes[to.node or 0]
    other = plane.nodes[((to.node or 0) + 1) % len(plane.nodes)]
    policy = made["spec"]["externalTrafficPolicy"]
    entered = [(own, plane.outside)] + ([] if policy == "Local" else [(other, other)])
    for node, seen in entered:
        for port in made["spec"]["ports"]:
            asked = (port["protocol"], port["nodePort"], port["targetPort"])
            way, peer = f"node port, policy {policy}, {on.family}", Peer(on.address(seen))
            yield _connection(way, on.snapshot, plane.outside, on.address(node), asked, to, peer, pod)


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


def _service(name: str, policy: str, family: str) -> Manifest:
    ports = [
        service_port(port, behind, name=f"{protocol.lower()}-{port}", protocol=protocol)
        for protocol in PROTOCOLS
        for port, behind in BEHIND.items()
    ]
    return service(name, *ports, selector={}, type="NodePort", externalTrafficPolicy=policy, ipFamilies=[family])


def _slice(name: str, place: Place, family: str) -> Manifest:
    ports = tuple(
        {"name": f"{protocol.lower()}-{port}", "port": behind, "protocol": protocol}
        for protocol in PROTOCOLS
        for port, behind in BEHIND.items()
    )
    address = place.ipv4 if family == "IPv4" else place.ipv6
    here = {"addresses": [address], "nodeName": HAND_NODES[place.node or 0], "conditions": {"ready": True}}
    return endpoint_slice(name, name, here, ports=ports, address_type=family)


def _moved(world: World, places: Sequence[Place], family: str) -> World:
    """The same world with the places' addresses, wherever it names one of its pods; in IPv6 all others as well."""
    own = [each["status"]["podIP"] for each in world.pods]
    here = {ip: place.ipv4 if family == "IPv4" else place.ipv6 for ip, place in zip(own, places, strict=True)}

    def written(found: re.Match[str]) -> str:
        address, _, prefix = found[0].partition("/")
        if family == "IPv4":
            return here.get(address, address) + (f"/{prefix}" if prefix else "")
        return here.get(address, f"fd00:{found[1]}::{found[2]}") + (f"/{_PREFIXES[prefix]}" if prefix else "")

    def moved(part: Any) -> Any:
        return msgspec.json.decode(_ADDRESS.sub(written, msgspec.json.encode(part).decode()))

    return replace(world, pods=moved(world.pods), policies=moved(world.policies), cluster=moved(world.cluster))
