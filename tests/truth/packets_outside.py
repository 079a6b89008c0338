"""Addresses outside the cluster's own: what random Services publish, and through which nodes packets reach them."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from kubectl_porttrace.report.v1 import ServiceTrace
from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.dataplane.data_plane import DataPlane
from tests.dataplane.network import BALANCERS4, BALANCERS6, Place
from tests.truth.generate import Scenario

_PREFIXES = {"IPv4": BALANCERS4.removesuffix("0/24"), "IPv6": BALANCERS6.removesuffix("/64")}
_PROXY = {"IPv4": "198.51.100.1", "IPv6": "2001:db8::1"}
_OK = 200

_ASK = """
import json, sys, time, urllib.error, urllib.request
give_up = time.monotonic() + 60
def status(url):
    try:
        return urllib.request.urlopen(url, timeout=60).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        # kube-proxy listens there after it has written the rules.
        if time.monotonic() > give_up:
            raise
        time.sleep(0.1)
for line in sys.stdin:
    while (answer := status(json.loads(line))) is None:
        pass
    print(answer)
"""


@dataclass(frozen=True)
class Published:
    """What a Service is given beside its spec: external IPs, and the addresses of its load balancer."""

    external_ips: tuple[str, ...] = ()
    ingress: tuple[Manifest, ...] = ()


def published(seed: int, number: int, scenario: Scenario) -> Published:
    """Random addresses for a random Service, different from those of all others; none for one without a proxy."""
    random = Random(f"{seed}/{number}/outside")  # noqa: S311 - a test, not a secret
    spec = scenario.service["spec"]
    families = spec.get("ipFamilies", ())
    if spec.get("clusterIP") == "None" or spec.get("type") == "ExternalName":
        return Published()
    # The first half of the block is for external IPs, the second for load balancers.
    external = tuple(f"{_PREFIXES[family]}{1 + number % 120}" for family in families if random.random() < 0.3)
    if spec.get("type") != "LoadBalancer":
        return Published(external)
    return Published(external, tuple(_ingress(random, families, number)))


def _ingress(random: Random, families: list[str], number: int) -> Iterator[Manifest]:
    for family in families:
        mode = random.choices(["VIP", "Proxy", None], [75, 15, 10])[0]
        address = f"{_PREFIXES[family]}{130 + number % 120}" if mode == "VIP" else _PROXY[family]
        if mode is not None:
            yield {"ip": address, "ipMode": mode}


def publish(namespace: Namespace, name: str, given: Published) -> None:
    """Give a Service its addresses, as whoever runs the cluster and its load balancers would."""
    path = namespace.path("Service", name)
    if given.external_ips:
        namespace.api.patch(path, {"spec": {"externalIPs": list(given.external_ips)}})
    if given.ingress:
        namespace.api.patch(f"{path}/status", {"status": {"loadBalancer": {"ingress": list(given.ingress)}}})


def addresses_on_the_wire(service: ServiceTrace, kind: str) -> set[str]:
    """The addresses of a kind of entrance whose packets reach the nodes: those of the block that is routed to them."""
    addresses = {each.address for each in service.entrances if each.kind == kind and each.address}
    return {address for address in addresses if address.startswith(tuple(_PREFIXES.values()))}


def admitting_nodes(service: ServiceTrace, made: Manifest, plane: DataPlane) -> tuple[Place, ...]:
    """The nodes that a load balancer sends to: those whose health check succeeds, where it has one.

    Where none does it has nowhere to send to, and any will do to show that nothing answers.
    """
    check = made["spec"].get("healthCheckNodePort")
    if service.type != "LoadBalancer" or not check:
        return plane.nodes
    # kube-proxy answers for each family at the node's addresses of that family.
    hosts = [node.ipv4 if "IPv4" in service.ip_families else f"[{node.ipv6}]" for node in plane.nodes]
    answers = _statuses(plane, [f"http://{host}:{check}/" for host in hosts])
    healthy = tuple(node for node, status in zip(plane.nodes, answers, strict=True) if status == _OK)
    return healthy or plane.nodes


def _statuses(plane: DataPlane, urls: list[str]) -> list[int]:
    """What each answers to a client outside."""
    asked = "".join(f'"{url}"\n' for url in urls)
    command = ["ip", "netns", "exec", plane.outside.namespace, sys.executable, "-c", _ASK]
    answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=300)
    return [int(line) for line in answer.stdout.split()]


def source_ranges(made: Mapping[str, Any]) -> bool:
    """Whether a load balancer's addresses take packets of some clients only."""
    return bool(made["spec"].get("loadBalancerSourceRanges"))
