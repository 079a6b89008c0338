"""Random Services of every kind that DNS tells apart, with pods that have host names, subdomains and two families."""

from collections.abc import Iterator
from random import Random
from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.pod_status import PodState

SERVICES = ("web", "db", "cache", "mail")
HOST_NAMES = (None, "db-0", "db-1")
STATES: tuple[PodState, ...] = ("ready", "ready", "unready")
PORTS = (
    (80, 8080, "http", "TCP"),
    (53, 5353, "dns", "UDP"),
    (53, 5353, "dns-tcp", "TCP"),
    (90, 9090, "metrics", "TCP"),
)


def fill(random: Random, namespace: Namespace, other: str, number: int) -> None:
    """Make Services and pods in a namespace.

    Args:
        random: what chooses.
        namespace: where.
        other: another namespace, whose Services names may stand for.
        number: tells the addresses of one namespace from those of others.
    """
    for place in range(random.randint(2, 5)):
        host, state = random.choice(HOST_NAMES), random.choice(STATES)
        app = random.choice(SERVICES[:3])
        spec: dict[str, Any] = {"hostname": host, "subdomain": random.choice(SERVICES[:3])} if host else {}
        addresses = (f"10.253.{number}.{place + 1}", f"fd00:253:{number}::{place + 1:x}")
        families = random.choice((1, 1, 2))
        made = pod(f"pod-{place}", container("app", *_declared()), labels={"app": app}, **spec)
        namespace.run_pod(made, state, addresses[:families])
    for name in SERVICES:
        namespace.apply(*_service(random, name, other, number))


def _declared() -> Iterator[Manifest]:
    return (container_port(target, name[:15], protocol) for _, target, name, protocol in PORTS)


def _service(random: Random, name: str, other: str, number: int) -> Iterator[Manifest]:
    kind = random.choice(("ClusterIP", "headless", "headless", "ExternalName", "by hand"))
    if kind == "ExternalName":
        hosts = ("db.example.com", f"{random.choice(SERVICES)}.{other}.svc.cluster.local", "192.0.2.7")
        yield service(name, selector={}, type="ExternalName", externalName=random.choice(hosts))
        return
    ports = [_port(*each) for each in random.sample(PORTS, random.randint(1, 3))]
    if len(ports) == 1 and random.random() < 1 / 3:
        del ports[0]["name"]
    plain = kind == "ClusterIP" or (kind == "by hand" and random.random() < 1 / 2)
    spec: dict[str, Any] = {} if plain else {"clusterIP": "None"}
    spec |= {"publishNotReadyAddresses": True} if random.random() < 1 / 3 else {}
    spec |= {"ipFamilyPolicy": "PreferDualStack"} if random.random() < 1 / 2 else {}
    yield service(name, *ports, **({"selector": {}} if kind == "by hand" else {}), **spec)
    if kind == "by hand":
        yield _slice(random, name, ports, number)


def _port(number: int, target: int, name: str, protocol: str) -> dict[str, Any]:
    return service_port(number, target, name, protocol)


def _slice(random: Random, name: str, ports: list[dict[str, Any]], number: int) -> Manifest:
    """A slice by hand, with conditions that say nothing, and a host name in places."""
    endpoints = [
        {
            "addresses": [f"10.253.{number}.{200 + place}"],
            "conditions": random.choice(({}, {"ready": True}, {"ready": False})),
            **random.choice(({}, {"hostname": f"by-hand-{place}"})),
        }
        for place in range(random.randint(1, 3))
    ]
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {"name": f"{name}-hand", "labels": {"kubernetes.io/service-name": name}},
        "addressType": "IPv4",
        "endpoints": endpoints,
        "ports": [
            {"name": each.get("name", ""), "port": each["targetPort"], "protocol": each["protocol"]} for each in ports
        ],
    }
