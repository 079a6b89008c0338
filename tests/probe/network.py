"""A bridge of this machine and the network namespaces of pods behind it."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.claims import claim, is_last, share
from tests.dataplane.inside import set_sysctls
from tests.dataplane.netns import Namespaces, path_of, run_ip

NOWHERE = "10.232.232.9"
"""An address to which the machine has no way."""

# kwok connects to an address of the pod's namespace that leads to localhost there. A command of its own would tell of a
# refusal only once the client is gone, for kwok waits for what is still to come from it.
_TO_LOCALHOST = """\
table ip localhost {{
  chain in {{
    type nat hook prerouting priority dstnat;
    ip daddr {address} dnat to 127.0.0.1
  }}
}}
"""


@dataclass(frozen=True)
class ProbedPod:
    """A pod with a network namespace of its own."""

    name: str
    namespace: str
    ipv4: str
    ipv6: str
    localhost: str

    @property
    def path(self) -> Path:
        """The file that stands for its network namespace."""
        return path_of(self.namespace)


def make_network(stack: ExitStack, names: Sequence[str], tag: str, net: int) -> tuple[ProbedPod, ...]:
    """Make a namespace for each pod, all on one bridge; the stack removes what was made.

    Args:
        stack: takes what is to be undone.
        names: what the pods are called.
        tag: what tells this network's links from those of others.
        net: likewise for its addresses, from 1 to 250.
    """
    namespaces = Namespaces()
    stack.callback(namespaces.remove)
    made = namespaces.make(*(f"p{index}" for index in range(len(names))))
    pods = tuple(_place(*each, index, net) for index, each in enumerate(zip(names, made, strict=True)))
    bridge = f"ptp{tag}"
    _make_bridge(stack, bridge, net)
    for index, place in enumerate(pods):
        _join(place, bridge, f"{bridge}{index}")
    stack.callback(_end_route, share("unreachable-route"))
    run_ip([f"route replace unreachable {NOWHERE}/32"])
    return pods


def own_net() -> int:
    """A number for `make_network` that no other network of this machine has."""
    return next(number for number in random.SystemRandom().sample(range(1, 251), 250) if claim(f"net-{number}"))


def _end_route(held: int) -> None:
    """Remove the route with the last network: it is one for all."""
    try:
        if is_last(held):
            subprocess.run(["ip", "route", "del", "unreachable", f"{NOWHERE}/32"], capture_output=True, check=False)
    finally:
        os.close(held)


def set_rules(place: ProbedPod, rules: str) -> None:
    """Give nft these rules, in a pod's namespace."""
    command = ["ip", "netns", "exec", place.namespace, "nft", "-f", "-"]
    subprocess.run(command, input=rules, text=True, check=True, timeout=120)


def _place(name: str, namespace: str, index: int, net: int) -> ProbedPod:
    return ProbedPod(
        name,
        namespace,
        ipv4=f"10.231.{net}.{index + 2}",
        ipv6=f"fd00:231:{net:x}::{index + 2:x}",
        localhost=f"10.231.{net}.{index + 128}",
    )


def _make_bridge(stack: ExitStack, bridge: str, net: int) -> None:
    _at_the_end(stack, "link", "delete", bridge)
    run_ip(
        [
            f"link add {bridge} type bridge",
            f"address add 10.231.{net}.1/24 dev {bridge}",
            f"address add fd00:231:{net:x}::1/64 dev {bridge} nodad",
            f"link set {bridge} up",
        ]
    )


def _join(place: ProbedPod, bridge: str, port: str) -> None:
    run_ip(
        [
            f"link add {port} type veth peer name eth0 netns {place.namespace}",
            f"link set {port} master {bridge} up",
        ]
    )
    run_ip(
        [
            "link set lo up",
            f"address add {place.ipv4}/24 dev eth0",
            f"address add {place.localhost}/32 dev eth0",
            f"address add {place.ipv6}/64 dev eth0 nodad",
            "link set eth0 up",
        ],
        place.namespace,
    )
    set_sysctls(place.path, {"net/ipv4/conf/eth0/route_localnet": "1"})
    set_rules(place, _TO_LOCALHOST.format(address=place.localhost))


def _at_the_end(stack: ExitStack, *words: str) -> None:
    stack.callback(subprocess.run, ["ip", *words], capture_output=True, check=False)
