"""Small worlds with cluster-wide policies: random ones, and every policy that two rules can make in each tier."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

from tests.truth.policy_worlds import (
    KEYS,
    NAMES,
    OUTSIDE,
    PORTS,
    PROTOCOLS,
    Raw,
    World,
    make_namespace,
    make_pod,
    make_policy,
    random_selector,
    random_worlds,
)

ACTIONS = ("Accept", "Deny", "Pass")


def random_cluster_worlds(random: Random) -> Iterator[tuple[World, bool]]:
    """Worlds without end, each with whether objects decide every connection in it.

    They do where no two policies of a tier have one priority, no tier has policies of two APIs, no name of a port is
    asked of an address, and NetworkPolicies name both directions.
    """
    for world in random_worlds(random):
        certain = random.random() < 0.7
        old = random.random() < 0.3
        policies = [_of_both_directions(policy) for policy in world.policies] if certain else world.policies
        if certain or random.random() < 0.5:
            policies = [policy for policy in policies if random.random() < 0.5]
        cluster = _old(random, certain=certain) if old else _new(random, certain=certain)
        if not certain and random.random() < 0.2:
            cluster = {**_old(random, certain=False), **_new(random, certain=False)}
        yield replace(world, policies=policies, plain=False, cluster=cluster), certain


def every_cluster_policy() -> Iterator[World]:
    """All policies of two rules at most, in each tier and direction, over three pods and an address."""
    namespaces = [make_namespace("one", {"team": "x"}), make_namespace("two", {})]
    pods = [
        make_pod("one", "a", "10.0.0.1", {"app": "a"}, [("http", 80, "TCP")]),
        make_pod("one", "b", "10.0.0.2", {"app": "b"}, [("http", 81, "TCP")]),
        make_pod("two", "a", "10.0.0.3", {"app": "a"}, []),
    ]
    below = make_policy("one", "p", {"policyTypes": ["Ingress", "Egress"], "ingress": [{"ports": [{"port": 80}]}]})
    for tier, direction in product(("Admin", "Baseline"), ("ingress", "egress")):
        for rules in _upto_two(_rules(direction)):
            policy = _policy("p", {"tier": tier, "priority": 1, "subject": {"namespaces": {}}, direction: rules})
            for policies in ([], [below]):
                cluster = {"clusterPolicies": [policy]}
                yield World(namespaces, pods, policies, OUTSIDE[:1], ("TCP", "UDP"), (80, 81), cluster=cluster)


def _rules(direction: str) -> list[Raw]:
    team = {"matchLabels": {"team": "x"}}
    peers: list[Raw] = [
        {"namespaces": {}},
        {"namespaces": team},
        {"pods": {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "a"}}}},
    ]
    if direction == "egress":
        peers[1] = {"networks": ["10.0.0.2/31", "192.0.2.0/24"]}
    far = "from" if direction == "ingress" else "to"
    protocols: tuple[list[Raw], ...] = ([], [{"tcp": {"destinationPort": {"number": 80}}}, {"udp": {}}])
    if direction == "ingress":
        protocols = (*protocols, [{"destinationNamedPort": "http"}])
    return [
        {"action": action, far: [peer], **({"protocols": ports} if ports else {})}
        for action, peer, ports in product(ACTIONS, peers, protocols)
    ]


def _upto_two(things: Sequence[Raw]) -> Iterator[list[Raw]]:
    yield []
    yield from ([one] for one in things)
    yield from (list(pair) for pair in product(things, repeat=2))


def _of_both_directions(policy: Raw) -> Raw:
    return {**policy, "spec": {**policy["spec"], "policyTypes": ["Ingress", "Egress"], "egress": []}}


def _policy(name: str, spec: Raw) -> Raw:
    return {"metadata": {"name": name}, "spec": spec}


def _new(random: Random, *, certain: bool) -> Raw:
    count = random.randint(1, 4)
    priorities = random.sample(range(1000), count) if certain else [random.choice([1, 2]) for _ in range(count)]
    policies = [
        _policy(
            f"c{number}", {"tier": random.choice(["Admin", "Baseline"]), **_spec(random, priority, certain=certain)}
        )
        for number, priority in enumerate(priorities)
    ]
    return {"clusterPolicies": policies}


def _old(random: Random, *, certain: bool) -> Raw:
    count = random.randint(0, 3)
    priorities = random.sample(range(1000), count) if certain else [random.choice([1, 2]) for _ in range(count)]
    admin = [
        _policy(f"a{number}", _as_before(_spec(random, priority, certain=certain)))
        for number, priority in enumerate(priorities)
    ]
    found: Raw = {"adminPolicies": admin} if admin else {}
    if random.random() < 0.6 or not admin:
        spec = _as_before(_spec(random, 0, certain=certain))
        del spec["priority"]
        for direction in ("ingress", "egress"):
            spec[direction] = [rule for rule in spec[direction] if rule["action"] != "Pass"]
        found["baseline"] = _policy("default", spec)
    return found


def _as_before(spec: Raw) -> Raw:
    """The same in the words of AdminNetworkPolicy, without names of ports: a case of its own shows these."""
    written = dict(spec)
    for direction in ("ingress", "egress"):
        written[direction] = [_rule_as_before(rule) for rule in spec[direction]]
    return written


def _rule_as_before(rule: Raw) -> Raw:
    action = "Allow" if rule["action"] == "Accept" else rule["action"]
    ports = [_port_as_before(each) for each in rule.get("protocols", ()) if "destinationNamedPort" not in each]
    plain = {key: value for key, value in rule.items() if key != "protocols"}
    return {**plain, "action": action, **({"ports": ports} if ports else {})}


def _port_as_before(protocol: Raw) -> Raw:
    ((name, said),) = protocol.items()
    port = said.get("destinationPort", {"range": {"start": 1, "end": 65535}})
    if "number" in port:
        return {"portNumber": {"protocol": name.upper(), "port": port["number"]}}
    return {"portRange": {"protocol": name.upper(), **port["range"]}}


def _spec(random: Random, priority: int, *, certain: bool) -> Raw:
    return {
        "priority": priority,
        "subject": _pods(random) if random.random() < 0.5 else {"namespaces": random_selector(random, ("team",))},
        "ingress": [_rule(random, "from", certain=certain) for _ in range(random.choice([0, 1, 2, 3]))],
        "egress": [_rule(random, "to", certain=certain) for _ in range(random.choice([0, 1, 2, 3]))],
    }


def _rule(random: Random, far: str, *, certain: bool) -> Raw:
    rule: Raw = {"action": random.choice(ACTIONS), far: [_peer(random, far) for _ in range(random.choice([1, 1, 2]))]}
    if random.random() < 0.6:
        on_addresses = far == "to" and any("networks" in peer for peer in rule[far])
        named = not (certain and on_addresses)
        rule["protocols"] = [_protocol(random, named=named) for _ in range(random.choice([1, 1, 2]))]
    return rule


def _peer(random: Random, far: str) -> Raw:
    what = random.random()
    if far == "to" and what < 0.3:
        address = random.choice(["10.0.0.1", "10.0.0.2", *OUTSIDE])
        return {"networks": [f"{address}/{random.choice([0, 8, 24, 31, 32])}", "fd00::/8"][: random.randint(1, 2)]}
    return _pods(random) if what < 0.7 else {"namespaces": random_selector(random, ("team",))}


def _pods(random: Random) -> Raw:
    pods = {"namespaceSelector": random_selector(random, ("team",)), "podSelector": random_selector(random, KEYS)}
    return {"pods": pods}


def _protocol(random: Random, *, named: bool) -> Raw:
    what = random.random()
    if named and what < 0.25:
        return {"destinationNamedPort": random.choice(NAMES)}
    port: Any = {"number": random.choice(PORTS)}
    if what < 0.45:
        start = random.choice(PORTS)
        port = {"range": {"start": start, "end": start + random.choice([1, 8000])}}
    return {random.choice(PROTOCOLS).lower(): {"destinationPort": port} if what < 0.9 else {}}
