"""Small worlds of pods and policies: random ones, and every policy that a few rules, peers and ports can make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, combinations_with_replacement
from random import Random
from typing import Any

import msgspec

Raw = dict[str, Any]

PROTOCOLS = ("TCP", "UDP", "SCTP")
PORTS = (80, 81, 8080)
KEYS = ("app", "tier")
VALUES = ("a", "b", "")
NAMES = ("http", "dns")
OUTSIDE = ("192.0.2.7", "10.9.9.9")


@dataclass(frozen=True)
class World:
    """Objects as the API server stores them, and addresses outside; every pair of peers is asked about.

    `plain` leaves out what netpol-analyzer is known to judge differently, each of which is a case of its own:
    addresses of pods in an ipBlock, a protocol without a port, and a port name twice on a pod.
    """

    namespaces: Sequence[Raw]
    pods: Sequence[Raw]
    policies: Sequence[Raw]
    outside: Sequence[str] = OUTSIDE
    protocols: Sequence[str] = PROTOCOLS
    ports: Sequence[int] = PORTS
    plain: bool = False
    cluster: Raw = field(default_factory=dict)

    @property
    def question(self) -> bytes:
        """What the programs beside this read."""
        return msgspec.json.encode(
            {
                "namespaces": self.namespaces,
                "pods": self.pods,
                "policies": list(map(stored, self.policies)),
                "outside": self.outside,
                "protocols": self.protocols,
                "ports": self.ports,
                **self.cluster,
            }
        )


def stored(policy: Raw) -> Raw:
    """A policy as the API server stores it, by `SetDefaults_NetworkPolicy`; another test asks the API server itself."""
    spec = policy["spec"]
    types = spec.get("policyTypes") or ["Ingress", *(["Egress"] if spec.get("egress") else [])]
    filled = {"podSelector": {}, **spec, "policyTypes": types}
    for direction in ("ingress", "egress"):
        if direction in spec:
            filled[direction] = [
                {**rule, "ports": [{"protocol": "TCP", **port} for port in rule.get("ports", ())]}
                for rule in spec[direction]
            ]
    return {**policy, "spec": filled}


def random_worlds(random: Random) -> Iterator[World]:
    """Worlds without end."""
    while True:
        yield _world(random, plain=random.random() < 0.5)


def every_policy() -> Iterator[World]:
    """All policies of two rules, two peers and two ports at most, over three pods in two namespaces."""
    ports = ({"port": 80}, {"port": "http"}, {"protocol": "UDP"}, {"port": 80, "endPort": 81})
    peers = (
        {"podSelector": {"matchLabels": {"app": "a"}}},
        {"namespaceSelector": {"matchLabels": {"team": "x"}}},
        {"namespaceSelector": {"matchLabels": {"team": "x"}}, "podSelector": {"matchLabels": {"app": "a"}}},
        {"ipBlock": {"cidr": "10.0.0.0/24", "except": ["10.0.0.2/32"]}},
    )
    parts = [(p, f) for p in _upto(ports, 2) for f in _upto(peers, 2)]
    namespaces = [make_namespace("one", {"team": "x"}), make_namespace("two", {})]
    pods = [
        make_pod("one", "a", "10.0.0.1", {"app": "a"}, [("http", 80, "TCP")]),
        make_pod("one", "b", "10.0.0.2", {"app": "b"}, [("http", 81, "TCP")]),
        make_pod("two", "a", "10.0.0.3", {"app": "a"}, []),
    ]
    for rules in _upto(parts, 2):
        for direction, far in (("Ingress", "from"), ("Egress", "to")):
            written = [{"ports": list(p), far: list(f)} for p, f in rules]
            spec = {"policyTypes": [direction], direction.lower(): written}
            yield World(namespaces, pods, [make_policy("one", "p", spec)], OUTSIDE[:1], ("TCP", "UDP"), (80, 81))


def _upto(things: Sequence[Any], most: int) -> list[tuple[Any, ...]]:
    if len(things) > 100:
        return [(), *((one,) for one in things), *combinations_with_replacement(things, most)]
    return [each for size in range(most + 1) for each in combinations(things, size)]


def _world(random: Random, *, plain: bool) -> World:
    namespaces = [
        make_namespace(name, {key: random.choice(VALUES) for key in ("team",) if random.random() < 0.7})
        for name in ("one", "two", "three")[: random.randint(1, 3)]
    ]
    names = [each["metadata"]["name"] for each in namespaces]
    pods = [_random_pod(random, names, number, plain=plain) for number in range(random.randint(2, 4))]
    ips = [each["status"]["podIP"] for each in pods]
    policies = [
        make_policy(random.choice(names), f"p{number}", _random_spec(random, names, ips, plain=plain))
        for number in range(random.randint(1, 4))
    ]
    return World(namespaces, pods, policies, plain=plain)


def make_namespace(name: str, labels: Raw) -> Raw:
    return {"metadata": {"name": name, "labels": {**labels, "kubernetes.io/metadata.name": name}}}


def make_pod(namespace: str, name: str, ip: str, labels: Raw, ports: Sequence[tuple[str, int, str]]) -> Raw:
    declared = [{"name": n, "containerPort": number, "protocol": protocol} for n, number, protocol in ports]
    return {
        "metadata": {"name": name, "namespace": namespace, "labels": labels},
        "spec": {"containers": [{"name": "c", "image": "c", "ports": declared}], "nodeName": "node-0"},
        "status": {"podIP": ip, "podIPs": [{"ip": ip}], "hostIP": "172.30.0.1"},
    }


def make_policy(namespace: str, name: str, spec: Raw) -> Raw:
    return {"metadata": {"name": name, "namespace": namespace}, "spec": spec}


def _random_pod(random: Random, namespaces: Sequence[str], number: int, *, plain: bool) -> Raw:
    labels = {key: random.choice(VALUES) for key in KEYS if random.random() < 0.7}
    names = random.sample(NAMES, random.randint(0, 2)) if plain else random.choices(NAMES, k=random.randint(0, 3))
    ports = [(name, random.choice(PORTS), random.choice(PROTOCOLS)) for name in names]
    return make_pod(random.choice(namespaces), f"pod{number}", f"10.0.{number % 2}.{number + 1}", labels, ports)


def _random_spec(random: Random, namespaces: Sequence[str], ips: Sequence[str], *, plain: bool) -> Raw:
    spec: Raw = {"podSelector": random_selector(random, KEYS)}
    types = random.choice([None, None, ["Ingress"], ["Egress"], ["Ingress", "Egress"]])
    if types:
        spec["policyTypes"] = types
    for direction, far in (("ingress", "from"), ("egress", "to")):
        if random.random() < 0.75:
            count = random.choice([0, 1, 1, 2, 3])
            spec[direction] = [_rule(random, far, namespaces, ips, plain=plain) for _ in range(count)]
    return spec


def _rule(random: Random, far: str, namespaces: Sequence[str], ips: Sequence[str], *, plain: bool) -> Raw:
    rule: Raw = {}
    if random.random() < 0.7:
        rule["ports"] = [_port(random, plain=plain) for _ in range(random.choice([0, 1, 1, 2]))]
    if random.random() < 0.8:
        rule[far] = [_peer(random, namespaces, ips, plain=plain) for _ in range(random.choice([0, 1, 1, 2]))]
    if plain and any(isinstance(port.get("port"), str) for port in rule.get("ports", ())):
        # netpol-analyzer refuses a name where the other end is an address.
        rule[far] = [peer for peer in rule.get(far, ()) if "ipBlock" not in peer] or [{"namespaceSelector": {}}]
    return rule


def _port(random: Random, *, plain: bool) -> Raw:
    port: Raw = {"protocol": random.choice(PROTOCOLS)} if random.random() < 0.7 else {}
    what = random.random()
    if what < 0.5:
        port["port"] = random.choice(PORTS)
        if random.random() < 0.3:
            port["endPort"] = port["port"] + random.choice([0, 1, 8000])
    elif what < 0.85 or plain:
        port["port"] = random.choice(NAMES)
    return port


def _peer(random: Random, namespaces: Sequence[str], ips: Sequence[str], *, plain: bool) -> Raw:
    what = random.random()
    if what < 0.25:
        return {"ipBlock": _block(random, ips, plain=plain)}
    peer: Raw = {}
    if what < 0.75:
        peer["podSelector"] = random_selector(random, KEYS)
    if what >= 0.5:
        peer["namespaceSelector"] = (
            {"matchLabels": {"kubernetes.io/metadata.name": random.choice(namespaces)}}
            if random.random() < 0.3
            else random_selector(random, ("team",))
        )
    return peer


def _block(random: Random, ips: Sequence[str], *, plain: bool) -> Raw:
    if plain:
        return random.choice([{"cidr": "192.0.2.0/24"}, {"cidr": "192.0.2.0/24", "except": ["192.0.2.7/32"]}])
    address = random.choice([*ips, *OUTSIDE])
    block: Raw = {"cidr": f"{address}/{random.choice([0, 8, 16, 24, 31, 32])}"}
    if random.random() < 0.1:
        block["cidr"] = "::/0"
    elif random.random() < 0.4:
        block["except"] = [f"{random.choice([*ips, *OUTSIDE])}/{random.choice([16, 24, 32])}"]
    return block


def random_selector(random: Random, keys: Sequence[str]) -> Raw:
    selector: Raw = {}
    if random.random() < 0.5:
        selector["matchLabels"] = {random.choice(keys): random.choice(VALUES)}
    if random.random() < 0.4:
        operator = random.choice(["In", "NotIn", "Exists", "DoesNotExist"])
        expression: Raw = {"key": random.choice(keys), "operator": operator}
        if operator in {"In", "NotIn"}:
            expression["values"] = random.sample(VALUES, random.randint(1, 2))
        selector["matchExpressions"] = [expression]
    return selector
