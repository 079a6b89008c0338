"""A bounded universe of Services and slices, as kube-proxy on two nodes sees them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import msgspec

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.service import Service

NODES = ("node-a", "node-b")
POLICIES = tuple((internal, external) for internal in ("Cluster", "Local") for external in ("Cluster", "Local"))

ANY = (None, True, False)
CONDITIONS = tuple(product(ANY, ANY, ANY))
PUBLISHED = ((True, True, False), (False, False, False), (False, True, True), (True, True, True), (False, False, True))
ON = (None, *NODES)
HINTS: tuple[dict[str, Any] | None, ...] = (
    None,
    {"forZones": [{"name": "zone-of-node-a"}]},
    {"forZones": [{"name": "zone-elsewhere"}]},
    {"forNodes": [{"name": "node-a"}], "forZones": [{"name": "zone-of-node-a"}]},
)

PORT = {"name": "http", "port": 80, "protocol": "TCP", "nodePort": 30080}
SLICE_PORT = {"name": "http", "port": 8080, "protocol": "TCP"}

Endpoint = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A Service, its slices, and the policies `(internal, external)` it is asked with."""

    service: dict[str, Any]
    slices: Sequence[dict[str, Any]]

    @property
    def question(self) -> bytes:
        """What the oracle is asked."""
        nodes = [{"name": node, "zone": f"zone-of-{node}"} for node in NODES]
        route = {"family": "IPv4", "service": self.service, "slices": self.slices, "nodes": nodes}
        return msgspec.json.encode({"route": route})

    def objects(self) -> tuple[Service, tuple[EndpointSlice, ...]]:
        """The same as our own values."""
        return msgspec.convert(self.service, Service), tuple(
            msgspec.convert(each, EndpointSlice) for each in self.slices
        )


def cases() -> Iterator[Case]:
    """Every state of one and two endpoints, three as controllers publish them, hints, joins and doubled addresses."""
    one = [_endpoint(conditions, node) for conditions in CONDITIONS for node in ON]
    three = [_endpoint(conditions, node) for conditions in PUBLISHED for node in ON]
    hinted = [_endpoint(conditions, node, hint) for conditions in PUBLISHED[:3] for node in NODES for hint in HINTS]
    for endpoints in (*product(one, repeat=1), *product(one, repeat=2), *product(three, repeat=3)):
        for policies in POLICIES:
            yield Case(_service(policies), [_slice(endpoints)])
    for endpoints in (*product(hinted, repeat=1), *product(hinted, repeat=2), *product(hinted, repeat=3)):
        yield Case(_service(POLICIES[0]), [_slice(endpoints)])
    yield from _joins()
    for pair in product(three, repeat=2):
        same = [{**endpoint, "addresses": ["10.244.0.1"]} for endpoint in pair]
        for policies in POLICIES:
            yield Case(_service(policies), [_slice([same[0]], name="s0"), _slice([same[1]], name="s1")])


def _joins() -> Iterator[Case]:
    """Every way a slice's port and a Service's port can fit or not."""
    names, protocols = ("", "http", "web"), ("TCP", "UDP")
    numbers = (None, 0, 80, 8080)
    for asked_name, asked_protocol in product(names, protocols):
        service = _service(POLICIES[0], {**PORT, "name": asked_name, "protocol": asked_protocol})
        for name, protocol, number, kind in product(names, protocols, numbers, ("IPv4", "IPv6", "FQDN")):
            port = {"name": name, "protocol": protocol, **({} if number is None else {"port": number})}
            endpoint = _endpoint((True, True, False), "node-a")
            address = {"IPv4": "10.244.0.1", "IPv6": "fd00::1", "FQDN": "a.example"}[kind]
            yield Case(service, [_slice([{**endpoint, "addresses": [address]}], port, kind)])


def _service(policies: tuple[str, str], port: dict[str, Any] | None = None) -> dict[str, Any]:
    internal, external = policies
    return {
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "type": "NodePort",
            "clusterIP": "10.96.0.10",
            "clusterIPs": ["10.96.0.10"],
            "ipFamilies": ["IPv4"],
            "internalTrafficPolicy": internal,
            "externalTrafficPolicy": external,
            "ports": [port or PORT],
        },
    }


def _slice(
    endpoints: Sequence[Endpoint], port: dict[str, Any] | None = None, kind: str = "IPv4", name: str = "web-0"
) -> dict[str, Any]:
    placed = [{"addresses": [f"10.244.0.{place + 1}"], **endpoint} for place, endpoint in enumerate(endpoints)]
    return {
        "metadata": {"name": name, "namespace": "shop", "labels": {"kubernetes.io/service-name": "web"}},
        "addressType": kind,
        "ports": [port or SLICE_PORT],
        "endpoints": placed,
    }


def _endpoint(
    conditions: tuple[bool | None, bool | None, bool | None], node: str | None, hints: dict[str, Any] | None = None
) -> Endpoint:
    named = zip(("ready", "serving", "terminating"), conditions, strict=True)
    return {
        "conditions": {name: value for name, value in named if value is not None},
        **({"nodeName": node} if node else {}),
        **({"hints": hints} if hints else {}),
    }
