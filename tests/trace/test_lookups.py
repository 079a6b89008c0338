"""Forward and backward agree: every address and number of a random cluster leads back to what made it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from kubectl_porttrace.model.address_owner import AddressOwner
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.trace.entrances import trace_entrances
from kubectl_porttrace.trace.lookups.address_owners import owners_of_target, trace_address
from kubectl_porttrace.trace.service import trace_service
from tests.build import cluster, container, node, pod, port, service, workload
from tests.build.numbers import from_one

SEEDS = range(40)


def random_cluster(seed: int) -> Snapshot:
    """Services of every type and both families on a few nodes, with pods of their own."""
    random = Random(seed)  # noqa: S311 - the same each time
    numbers = iter(random.sample(range(30000, 32768), 40))
    services = [_service(random, place, numbers) for place in range(random.randint(1, 6))]
    pods = [
        pod(
            container(port(random.choice((8080, 9090)), "http")),
            labels={"app": f"app-{place}"},
            ips=[f"10.244.0.{10 + place}", f"fd00:244::{10 + place}"],
            node=f"node-{place % 2}",
        )
        for place in range(6)
    ]
    with from_one():
        nodes = [node(f"node-{place}", ips=[f"192.0.2.{10 + place}"]) for place in range(2)]
        return cluster(*services, *pods, *nodes)


def _service(random: Random, place: int, numbers: Iterator[int]) -> Service:
    type_ = random.choice(("ClusterIP", "NodePort", "LoadBalancer"))
    at_nodes = type_ != "ClusterIP"
    chosen = random.sample((80, 443, 53), random.randint(1, 3))
    ports = [
        {
            "name": f"p{number}",
            "port": number,
            "targetPort": random.choice(("http", 8080)),
            "protocol": random.choice(("TCP", "UDP")),
            **({"nodePort": next(numbers)} if at_nodes else {}),
        }
        for number in chosen
    ]
    more: dict[str, Any] = {"externalIPs": [f"198.51.100.{place}"]} if random.random() < 0.5 else {}
    ingress = [{"ip": f"203.0.113.{place}"}, {"hostname": f"lb-{place}.example.com"}]
    status = {"loadBalancer": {"ingress": ingress}} if type_ == "LoadBalancer" else None
    return service(
        *ports,
        name=f"web-{place}",
        namespace="shop",
        type=type_,
        selector={"app": f"app-{place}"},
        ipFamilies=["IPv4", "IPv6"],
        clusterIP=f"10.96.0.{place + 1}",
        clusterIPs=[f"10.96.0.{place + 1}", f"fd00:96::{place + 1}"],
        status=status,
        **more,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_way_in_leads_back_to_its_service_port(seed: int) -> None:
    snapshot = random_cluster(seed)
    asked = 0
    for each in snapshot.services:
        traced = trace_service(snapshot, each)
        for entrance in trace_entrances(traced):
            target = AddressTarget(entrance.address, entrance.number, entrance.port.spec.protocol)
            found = trace_address(snapshot, target).owners
            led = {(one.owner.way, to.port.key, to.verdict) for one in found for to in one.leads_to}
            assert led == {(entrance.way, entrance.port.key, entrance.verdict)}, (target, found)
            asked += 1
    assert asked


@pytest.mark.parametrize("seed", SEEDS)
def test_every_address_alone_leads_back_to_who_has_it(seed: int) -> None:
    snapshot = random_cluster(seed)
    for each in snapshot.services:
        for ip in each.cluster_ips:
            assert owners_of_target(snapshot, AddressTarget(ip)) == (AddressOwner("ClusterIP", "Service", *each.key),)
    for each_pod in snapshot.pods:
        for ip in each_pod.ips:
            assert owners_of_target(snapshot, AddressTarget(ip)) == (AddressOwner("Pod", "Pod", *each_pod.key),)
    for each_node in snapshot.nodes:
        owner = AddressOwner("Node", "Node", "", each_node.name)
        for name in (each_node.name, each_node.status.addresses[0].address):
            assert owners_of_target(snapshot, AddressTarget(name)) == (owner,)


def owners(snapshot: Snapshot, host: str, port: int | None = None) -> list[tuple[str, str]]:
    return [(each.way, each.name) for each in owners_of_target(snapshot, AddressTarget(host, port))]


def test_a_pod_that_has_ended_has_given_up_its_address() -> None:
    ended, living = (
        pod(name=name, ips=["10.244.0.9"], phase=phase) for name, phase in (("a", "Succeeded"), ("b", "Running"))
    )
    assert owners(cluster(ended, living), "10.244.0.9") == [("Pod", "b")]


def test_pods_on_the_network_of_a_node_tell_whose_address_it_is() -> None:
    proxy = pod(container(port(10256)), name="proxy", ips=["192.0.2.10"], node="node-7", spec={"hostNetwork": True})
    snapshot = cluster(proxy)
    assert owners(snapshot, "192.0.2.10") == [("Node", "node-7")]
    assert owners(snapshot, "192.0.2.10", 10256) == [("HostNetwork", "proxy")]
    assert owners(snapshot, "192.0.2.10", 10257) == [("Node", "node-7")]
    assert owners(snapshot, "", 10256) == [("HostNetwork", "proxy")]


def test_a_workload_stands_for_its_pods_on_any_node_and_each_for_itself_on_its_own() -> None:
    agent = {"name": "agent", "ports": [{"containerPort": 9100, "hostPort": 19100}]}
    template = {"metadata": {"labels": {"app": "agent"}}, "spec": {"containers": [agent]}}
    made = [
        pod(
            container(spec=agent),
            name=f"agent-{place}",
            node=f"node-{place}",
            owner=("DaemonSet", "agent"),
            labels={"app": "agent"},
        )
        for place in range(2)
    ]
    nodes = [node(f"node-{place}") for place in range(2)]
    snapshot = cluster(workload("DaemonSet", "agent", spec={"template": template}), *made, *nodes)
    assert owners(snapshot, "", 19100) == [("HostPort", "agent")]
    assert owners(snapshot, "node-1", 19100) == [("HostPort", "agent-1")]


def test_a_number_that_many_services_know_is_none_of_theirs() -> None:
    several = [service(name=f"web-{place}") for place in range(4)]
    assert owners(cluster(*several[:3]), "", 80) == [("OtherNumber", f"web-{place}") for place in range(3)]
    assert owners(cluster(*several), "", 80) == []
