"""The objects of the fixture, and that porttrace finds in them what was put there."""

from __future__ import annotations

import pytest

from bench.fixture import MADE_AS, deployment, expected_endpoints, expected_ready, foundations, mark, service
from bench.requests import cluster_requests, one_by_one
from bench.size import Fault, Size, Workload


def workload(fault: Fault | None = None) -> Workload:
    return Workload("web-0007", "bench-001", "bench-node-007", 20, fault)


@pytest.mark.parametrize(
    ("fault", "selects", "resolves"),
    [
        (None, True, True),
        ("name-not-found", True, False),
        ("selector-misses", False, True),
        ("pods-unready", True, True),
    ],
    ids=str,
)
def test_a_fault_is_in_the_service(fault: Fault | None, selects: bool, resolves: bool) -> None:  # noqa: FBT001
    made, template = service(workload(fault)), deployment(workload(fault))["spec"]["template"]
    named = {port["name"] for port in template["spec"]["containers"][0]["ports"]}
    assert (made["spec"]["selector"].items() <= template["metadata"]["labels"].items()) is selects
    assert (made["spec"]["ports"][0]["targetPort"] in named) is resolves


def test_a_deployment_selects_its_own_pods() -> None:
    spec = deployment(workload())["spec"]
    selected, template = spec["selector"]["matchLabels"], spec["template"]
    assert selected.items() <= template["metadata"]["labels"].items()
    assert (spec["replicas"], template["spec"]["nodeName"]) == (20, "bench-node-007")


def test_nodes_and_namespaces_come_first() -> None:
    made = [(each["kind"], each["metadata"]["name"]) for each in foundations(Size(nodes=2, namespaces=3))]
    assert made == [
        ("Node", "bench-node-000"),
        ("Node", "bench-node-001"),
        ("Namespace", "bench-000"),
        ("Namespace", "bench-001"),
        ("Namespace", "bench-002"),
    ]


def test_endpoints_are_counted_as_the_faults_leave_them() -> None:
    assert (expected_endpoints(Size()), expected_ready(Size())) == (9_800, 9_600)


def test_the_mark_tells_sizes_apart() -> None:
    assert mark(Size())["data"] != mark(Size(pods=9_999))["data"]
    told = {"pods": "10000", "services": "500", "namespaces": "50", "nodes": "100"}
    assert mark(Size())["data"] == {**told, "madeAs": MADE_AS}


def test_one_of_fifty_services_has_a_node_port() -> None:
    opened = [each for each in Size().workloads() if each.node_port]
    assert len({each.node_port for each in opened}) == len(opened) == 10
    assert Size().opened() == opened[0]
    assert Size(pods=2, services=2).opened() is None
    spec = service(opened[0])["spec"]
    assert (spec["type"], spec["ports"][0]["nodePort"]) == ("NodePort", opened[0].node_port)


def test_the_api_server_is_left_no_node_port_to_choose() -> None:
    """One that it gave out may be one that a Service after it chooses: the API server refuses that one."""
    specs = [service(each)["spec"] for each in Size(pods=50_000, services=5_000).workloads()]
    numbers = [port["nodePort"] for each in specs if each.get("type") == "NodePort" for port in each["ports"]]
    assert len(set(numbers)) == len(numbers) == 200
    assert 30_000 <= min(numbers) <= max(numbers) <= 32_767


def test_the_floor_reads_what_porttrace_reads() -> None:
    requests = cluster_requests()
    paths = [each.path for each in requests]
    assert {"/api/v1/services", "/api/v1/pods", "/apis/discovery.k8s.io/v1/endpointslices"} <= set(paths)
    lists = [each for each in requests if each.path != "/apis"]
    assert all("limit" in each.parameters and "limit" not in each.whole for each in lists)
    assert one_by_one(requests).count("kubectl get --raw") == len(paths)
