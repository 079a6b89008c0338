"""Vector V41: more pods than one slice, or an Endpoints object, holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.cluster.namespace import Namespace
from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import container, container_port, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import hand_pod
from tests.end_to_end.seen import above_notes, read_report

PODS = 1200
HTTP = container("app", container_port(8080, "http"))


def run_pods(namespace: Namespace) -> None:
    """Have all pods ready, each at its own address, several made at a time."""

    def run(n: int) -> None:
        address = f"10.9.{100 + n // 250}.{n % 250 + 1}"
        hand_pod(HTTP, n=n, ips=(address,), node=HAND_NODES[n % 3]).of("v41").run(namespace)

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(run, range(PODS)))


def test_v41_all_pods_are_used(namespace: Namespace, porttrace: Porttrace) -> None:
    run_pods(namespace)
    namespace.apply(service("v41", service_port(80, "http")))
    assert len(namespace.wait_for_endpoints("v41", ready=PODS)) >= PODS / 100
    report = read_report(porttrace("v41", "-o", "json"), exit_code=0)
    (traced,) = report["services"]
    (port,) = traced["ports"]
    assert traced["pods"] == {"matched": PODS, "ready": PODS, "ended": {}}
    assert port["verdict"] == "wired"
    assert len({each["ip"] for each in port["backends"] if each["usable"]}) == PODS
    assert above_notes(report) == []
    assert truncated(namespace) == 1000
    # One by one, as the namespace's removal does it, would take long.
    namespace.api.delete(namespace.path("Pod"), gracePeriodSeconds=0)


def truncated(namespace: Namespace) -> int:
    """Return how many addresses the Endpoints object holds, once it says that it leaves some out."""

    def over_capacity() -> bool:
        stored = namespace.get("Endpoints", "v41")
        return "endpoints.kubernetes.io/over-capacity" in stored["metadata"].get("annotations", {})

    namespace.wait_for(over_capacity, "truncated Endpoints")
    subsets = namespace.get("Endpoints", "v41")["subsets"]
    return sum(len(subset["addresses"]) for subset in subsets)
