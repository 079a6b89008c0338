"""Where the engines differ, case by case: what each says, and why ours sides with the reference engine.

What a random world shows and one of these explains is left out of the worlds that netpol-analyzer is asked about.
"""

from dataclasses import dataclass

import pytest

from tests.truth.policy_engines import Told, analyzer, reference
from tests.truth.policy_worlds import Raw, World
from tests.truth.test_policies import decisions

pytestmark = pytest.mark.cluster


@dataclass(frozen=True)
class Split:
    """A connection from a client to a server whose policy has one ingress rule, and what each engine says of it."""

    rule: Raw
    ports: tuple[tuple[str, int, str], ...] = ()
    protocol: str = "TCP"
    ours: bool | None = True
    analyzer: bool | str = False


SPLITS = {
    # types.go: `protocol` and `port` of one entry both have to match; a missing port is all ports of that protocol.
    "a-protocol-without-port": Split({"ports": [{"protocol": "UDP"}]}, ours=False, analyzer=True),
    # test/e2e/network/netpol admits a server's pod address by CIDR.
    "the-address-of-a-pod-in-a-block": Split({"from": [{"ipBlock": {"cidr": "10.0.0.0/24"}}]}),
    # The API server lets a name stand for several numbers of a pod as long as their protocols differ.
    "a-name-with-two-protocols": Split(
        {"ports": [{"port": "dns"}]}, ports=(("dns", 80, "UDP"), ("dns", 80, "TCP")), ours=True
    ),
}


def pod(name: str, ip: str, ports: tuple[tuple[str, int, str], ...] = ()) -> Raw:
    declared = [{"name": n, "containerPort": number, "protocol": protocol} for n, number, protocol in ports]
    return {
        "metadata": {"name": name, "namespace": "shop", "labels": {"app": name}},
        "spec": {"containers": [{"name": "c", "ports": declared}]},
        "status": {"podIP": ip, "podIPs": [{"ip": ip}], "hostIP": "172.30.0.1"},
    }


def world(split: Split) -> World:
    policy = {
        "metadata": {"name": "p", "namespace": "shop"},
        "spec": {"podSelector": {"matchLabels": {"app": "server"}}, "ingress": [split.rule]},
    }
    pods = [pod("client", "10.0.0.1"), pod("server", "10.0.0.2", split.ports)]
    namespace = {"metadata": {"name": "shop", "labels": {"kubernetes.io/metadata.name": "shop"}}}
    return World([namespace], pods, [policy], (), (split.protocol,), (80,))


def to_server(told: Told) -> bool | str:
    """The answer for client to server, which is asked first; or why there is none."""
    return told.error or told.digits[0] == "3"


@pytest.mark.parametrize("name", SPLITS)
def test_engines_differ_as_known(name: str) -> None:
    split = SPLITS[name]
    asked = world(split)
    out, into, _ = next(decisions(asked))
    assert out is True
    assert into is split.ours
    assert to_server(next(reference([asked]))) is split.ours
    assert to_server(next(analyzer([asked]))) == split.analyzer


def test_a_name_on_an_address_is_left_open() -> None:
    """The reference engine matches nothing, netpol-analyzer refuses to answer; the API does not say."""
    policy = {
        "metadata": {"name": "p", "namespace": "shop"},
        "spec": {
            "podSelector": {},
            "policyTypes": ["Egress"],
            "egress": [{"ports": [{"port": "http"}], "to": [{"ipBlock": {"cidr": "192.0.2.0/24"}}]}],
        },
    }
    asked = World([], [pod("client", "10.0.0.1")], [policy], ("192.0.2.7",), ("TCP",), (80,))
    out, _, _ = next(decisions(asked))
    assert out is None
    assert next(reference([asked])).digits[0] == "2"
    assert "named port" in next(analyzer([asked])).error.lower()
