"""What tests put into a namespace, and what the real controllers and kwok make of it."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace, addresses, count_endpoints, is_ready
from tests.cluster.objects import (
    container,
    container_port,
    deployment,
    endpoint_slice,
    pod,
    service,
    service_port,
    sidecar,
    workload,
)
from tests.cluster.pod_status import PodState

HTTP = container("app", container_port(8080, "http"))


def test_deployment_is_wired_by_the_real_controllers(namespace: Namespace) -> None:
    namespace.apply(deployment("web", HTTP, replicas=3), service("web", service_port(80, "http")))
    pods = namespace.wait_for_pods(3, app="web")
    (only,) = namespace.wait_for_endpoints("web", ready=3)
    assert {each["spec"]["nodeName"] for each in pods} <= {"node-0", "node-1", "node-2"}
    assert [port["port"] for port in only["ports"]] == [8080]
    assert addresses([only]) == {each["status"]["podIP"] for each in pods}
    assert {endpoint["zone"] for endpoint in only["endpoints"]} <= {"z0", "z1", "z2"}


@pytest.mark.parametrize("kind", ["StatefulSet", "DaemonSet", "ReplicaSet"])
def test_other_workloads_become_ready(namespace: Namespace, kind: str) -> None:
    namespace.apply(workload(kind, "web", HTTP, replicas=3))
    namespace.wait_for_pods(3, app="web")


def test_workload_by_hand_is_placed_and_left_alone(namespace: Namespace) -> None:
    namespace.apply(deployment("web", HTTP, replicas=2, by_hand=True), service("web"))

    def placed() -> list[Manifest]:
        pods = namespace.objects("Pod", app="web")
        return pods if len([each for each in pods if each["spec"].get("nodeName")]) == 2 else []

    first, second = namespace.wait_for(placed, "two pods on hand-managed nodes")
    namespace.set_state(first, "ready")
    namespace.set_state(second, "unready")
    namespace.wait_for_endpoints("web", ready=1, not_ready=1)


@pytest.mark.parametrize(
    ("state", "counts"),
    [("ready", (1, 0)), ("unready", (0, 1)), ("succeeded", (0, 0)), ("failed", (0, 0)), ("pending", (0, 1))],
)
def test_hand_managed_pod_stays_as_it_was_put(namespace: Namespace, state: PodState, counts: tuple[int, int]) -> None:
    ips = ("10.245.200.7",)
    namespace.run_pod(pod("web-0", HTTP, init_containers=(sidecar(),)), state, ips)
    namespace.apply(service("web", service_port(80, "http")))
    slices = namespace.wait_for_slices("web", lambda seen: seen and count_endpoints(seen) == counts)
    assert addresses(slices) == (set(ips) if sum(counts) else set())
    stored = namespace.get("Pod", "web-0")
    assert is_ready(stored) == (state == "ready")
    assert stored["status"]["podIPs"] == [{"ip": ips[0]}]


def test_every_state_is_tried() -> None:
    assert set(get_args(PodState)) == {"ready", "unready", "succeeded", "failed", "pending"}


def test_pod_without_address_is_no_endpoint(namespace: Namespace) -> None:
    namespace.apply(service("web"))
    namespace.run_pod(pod("web-0", HTTP), "ready", ips=())
    namespace.run_pod(pod("web-1", HTTP), "ready")
    slices = namespace.wait_for_endpoints("web", ready=1)
    assert [endpoint["targetRef"]["name"] for endpoint in slices[0]["endpoints"]] == ["web-1"]


def test_pod_of_both_families_is_in_slices_of_both(namespace: Namespace) -> None:
    namespace.apply(service("web", ipFamilyPolicy="RequireDualStack"))
    namespace.run_pod(pod("web-0", HTTP), ips=("10.245.201.1", "fd00:245::1"))
    slices = namespace.wait_for_slices("web", lambda seen: len(addresses(seen)) == 2)
    assert {each["addressType"] for each in slices} == {"IPv4", "IPv6"}


def test_deleted_pod_stays_terminating(namespace: Namespace) -> None:
    namespace.apply(service("web"))
    namespace.run_pod(pod("web-0", HTTP))
    namespace.wait_for_endpoints("web", ready=1)
    namespace.delete("Pod", "web-0")
    slices = namespace.wait_for_endpoints("web", ready=0, not_ready=1)
    assert slices[0]["endpoints"][0]["conditions"] == {"ready": False, "serving": True, "terminating": True}


def test_slices_by_hand(namespace: Namespace) -> None:
    namespace.apply(service("db", selector={}), endpoint_slice("db-1", "db", "10.245.202.1"))
    assert addresses(namespace.wait_for_slices("db")) == {"10.245.202.1"}


def test_apply_takes_yaml_and_replaces(namespace: Namespace) -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: %s}\n---\n"
    namespace.apply(text % "one")
    namespace.apply(text % "two", [service("web")])
    assert namespace.get("ConfigMap", "a")["data"] == {"k": "two"}
    assert namespace.get("Service", "web")["spec"]["selector"] == {"app": "web"}


def test_a_wait_that_times_out_says_what_it_waited_for(namespace: Namespace) -> None:
    with pytest.raises(AssertionError, match="slices of nothing"):
        namespace.wait_for_slices("nothing", timeout=0.1)


def test_removed_namespace_leaves_no_pod(control_plane: Cluster) -> None:
    fresh = control_plane.new_namespace("removed")
    held = pod("held", HTTP)
    held["metadata"]["finalizers"] = ["porttrace.test/held"]
    fresh.run_pod(held)
    fresh.run_pod(pod("free", HTTP))
    fresh.remove()
    fresh.wait_for(lambda: not fresh.objects("Pod"), "no pods")
