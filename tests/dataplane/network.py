"""Nodes, pods and clients outside, as network namespaces: no packet leaves them.

Every node is a router with a bridge for its pods; the nodes and the outside share one wire. A pod's address belongs to
its namespace for good and its MAC address is made from it, so that a neighbour entry is never stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.dataplane.inside import set_sysctls
from tests.dataplane.netns import Namespaces, path_of, run_ip

BRIDGE = "pods0"
# Addresses of load balancers and external ones; each client outside reaches them by way of its own node.
BALANCERS4, BALANCERS6 = "203.0.113.0/24", "fd00:203::/64"
_WIRE4, _WIRE6 = "192.0.2.1", "fd00:192::1"
_ROUTER = {
    "net/ipv4/ip_forward": "1",
    "net/ipv6/conf/all/forwarding": "1",
    "net/ipv4/conf/all/rp_filter": "0",
    "net/ipv4/conf/all/send_redirects": "0",
    "net/ipv4/conf/default/send_redirects": "0",
    # Else a burst of refused connections looks like lost packets: about six messages, then one a second.
    "net/ipv4/icmp_ratelimit": "0",
    "net/ipv6/icmp/ratelimit": "0",
    "net/ipv4/icmp_msgs_per_sec": "1000000",
    "net/ipv4/icmp_msgs_burst": "100000",
}


@dataclass(frozen=True)
class Place:
    """A namespace with one address of each family; `node` is the index of its node, None outside the cluster."""

    name: str
    namespace: str
    ipv4: str
    ipv6: str
    node: int | None = None

    @property
    def path(self) -> Path:
        """The file that stands for its namespace."""
        return path_of(self.namespace)


class Network:
    """The wire, the nodes on it, a client outside for each, and as many pods as are asked for."""

    def __init__(self, namespaces: Namespaces, nodes: Sequence[str], *, ipv6: bool) -> None:
        """Make nodes of these names; IPv6 is left out where the kernel has none."""
        self._namespaces = namespaces
        self._ipv6 = ipv6
        self._free: defaultdict[int, list[Place]] = defaultdict(list)
        self._made = [0 for _ in nodes]
        clients = ["outside", *(f"outside-{index}" for index in range(1, len(nodes)))]
        wire, *places = namespaces.make("wire", *nodes, *clients)
        run_ip(["link set lo up", *self._bridge("w0", f"{_WIRE4}/24", f"{_WIRE6}/64")], wire)
        self.nodes = tuple(
            Place(name, namespace, f"192.0.2.{20 + index}", f"fd00:192::{20 + index}", index)
            for index, (name, namespace) in enumerate(zip(nodes, places, strict=False))
        )
        self.outsides = tuple(
            Place(name, namespace, f"192.0.2.{200 + index}", f"fd00:192::{200 + index}")
            for index, (name, namespace) in enumerate(zip(clients, places[len(nodes) :], strict=True))
        )
        for place in (*self.nodes, *self.outsides):
            self._plug_in(wire, place)
        for node in self.nodes:
            set_sysctls(node.path, _ROUTER)
            run_ip([*self._pod_bridge(node), *self._routes(node)], node.namespace)
        for node, client in zip(self.nodes, self.outsides, strict=True):
            by_node = [f"route add {BALANCERS4} via {node.ipv4}"]
            by_node += self._only_ipv6([f"route add {BALANCERS6} via {node.ipv6}"])
            run_ip(by_node, client.namespace)

    def pods(self, nodes: Sequence[int]) -> list[Place]:
        """Return a pod's namespace on each of these nodes, by index; one that was given back serves again."""
        fresh = [index for index in set(nodes) for _ in range(nodes.count(index) - len(self._free[index]))]
        for place in self._new_pods(fresh):
            self._free[place.node or 0].append(place)
        return [self._free[index].pop() for index in nodes]

    def give_back(self, places: Sequence[Place]) -> None:
        """Return namespaces for other pods to use."""
        for place in places:
            self._free[place.node or 0].append(place)

    def _plug_in(self, wire: str, place: Place) -> None:
        port = f"p-{place.name}"
        link = f"link add {port} type veth peer name eth0 netns {place.namespace}"
        run_ip([link, f"link set {port} master w0 up"], wire)
        commands = ["link set lo up", f"address add {place.ipv4}/24 dev eth0"]
        commands += self._only_ipv6([f"address add {place.ipv6}/64 dev eth0 nodad"])
        # Without a route, packets to cluster IPs are dropped before kube-proxy's rules. The wire forwards nothing.
        commands += ["link set eth0 up", f"route add default via {_WIRE4}"]
        run_ip(commands + self._only_ipv6([f"route add ::/0 via {_WIRE6}"]), place.namespace)

    def _pod_bridge(self, node: Place) -> list[str]:
        return self._bridge(BRIDGE, f"10.200.{node.node}.1/24", f"{_prefix6(node)}1/64")

    def _routes(self, node: Place) -> list[str]:
        others = [other for other in self.nodes if other is not node]
        v6 = [f"route add {_prefix6(other)}/64 via {other.ipv6}" for other in others]
        return [f"route add 10.200.{other.node}.0/24 via {other.ipv4}" for other in others] + self._only_ipv6(v6)

    def _new_pods(self, nodes: Sequence[int]) -> list[Place]:
        numbers = [self._next_number(index) for index in nodes]
        labels = [f"{self.nodes[index].name}-{number}" for index, number in zip(nodes, numbers, strict=True)]
        namespaces = self._namespaces.make(*labels)
        made = [
            Place(label, namespace, f"10.200.{index}.{number}", f"{_prefix6(self.nodes[index])}{number:x}", index)
            for label, namespace, index, number in zip(labels, namespaces, nodes, numbers, strict=True)
        ]
        for place, number in zip(made, numbers, strict=True):
            self._join(place, number)
        return made

    def _next_number(self, index: int) -> int:
        self._made[index] += 1
        return 1 + self._made[index]

    def _join(self, place: Place, number: int) -> None:
        """Join a pod to its node. It reaches even its neighbours by way of the node, which undoes translation."""
        port, mac = f"v{number}", f"02:c8:00:00:{place.node:02x}:{number:02x}"
        link = f"link add {port} type veth peer name eth0 address {mac} netns {place.namespace}"
        run_ip([link, f"link set {port} master {BRIDGE} up"], self.nodes[place.node or 0].namespace)
        commands = ["link set lo up", f"address add {place.ipv4}/32 dev eth0"]
        commands += self._only_ipv6([f"address add {place.ipv6}/128 dev eth0 nodad"])
        gateway4, gateway6 = f"10.200.{place.node}.1", f"{_prefix6(place)}1"
        commands += ["link set eth0 up", f"route add {gateway4} dev eth0", f"route add default via {gateway4}"]
        v6 = [f"route add {gateway6} dev eth0", f"route add ::/0 via {gateway6}"]
        run_ip(commands + self._only_ipv6(v6), place.namespace)

    def _bridge(self, name: str, ipv4: str, ipv6: str) -> list[str]:
        # An address of its own, for else the bridge takes the lowest of its ports' and changes it with them.
        made = [f"link add {name} address {_mac(ipv4)} type bridge", f"address add {ipv4} dev {name}"]
        return [*made, *self._only_ipv6([f"address add {ipv6} dev {name} nodad"]), f"link set {name} up"]

    def _only_ipv6(self, commands: list[str]) -> list[str]:
        return commands if self._ipv6 else []


def pods_of(node: Place, family: str) -> str:
    """The network of the pods of a node."""
    return f"10.200.{node.node}.0/24" if family == "IPv4" else f"{_prefix6(node)}/64"


def _prefix6(place: Place) -> str:
    """Return the prefix of the pods on a place's node, up to the last group; none is zero, for canonical addresses."""
    return f"fd00:200:{(place.node or 0) + 1:x}::"


def _mac(ipv4: str) -> str:
    return "02:00:" + ":".join(f"{int(part):02x}" for part in ipv4.partition("/")[0].split("."))
