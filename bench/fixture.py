"""The objects of the benchmark's cluster, for a size: what is posted, not what controllers make of it."""

from collections.abc import Iterator
from typing import Any

from bench.size import Size, Workload, namespace_name, node_name
from bench.template import METRICS_PORT, labels, pod_template
from tests.cluster import objects
from tests.cluster.nodes import KWOK_LABEL, ZONES

Manifest = dict[str, Any]
MARK = "bench-fixture"
"""The ConfigMap that says that everything is there."""
MADE_AS = "3"
"""What tells clusters apart that an earlier fixture of the same size was put into."""
_METRICS_NODE_PORT = 1000
"""How far a Service's node port for metrics is from the one of its first port."""


def foundations(size: Size) -> Iterator[Manifest]:
    """What has to be there before anything else: nodes and namespaces."""
    for index in range(size.nodes):
        yield _node(index)
    for index in range(size.namespaces):
        yield {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace_name(index)}}


def expected_ready(size: Size) -> int:
    """How many endpoints are ready in all slices in the end."""
    return sum(each.replicas for each in size.workloads() if each.fault not in {"selector-misses", "pods-unready"})


def expected_endpoints(size: Size) -> int:
    """How many endpoints all slices have in the end."""
    return sum(each.replicas for each in size.workloads() if each.fault != "selector-misses")


def mark(size: Size) -> Manifest:
    """What is written when all is done; a cluster that holds it need not be filled again."""
    told = {**{name: str(value) for name, value in vars(size).items()}, "madeAs": MADE_AS}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": MARK, "namespace": "default"}, "data": told}


def service(workload: Workload) -> Manifest:
    """The Service with its fault; pods are made unready afterwards.

    Every node port is chosen here: one that the API server gives out may be one that another Service chooses.
    """
    target = "htpp" if workload.fault == "name-not-found" else "http"
    selected = f"{workload.name}-v2" if workload.fault == "selector-misses" else workload.name
    opened = workload.node_port
    http = objects.service_port(80, target, "http", node_port=opened or None)
    metrics_opened = opened + _METRICS_NODE_PORT if opened else None
    metrics = objects.service_port(METRICS_PORT, METRICS_PORT, "metrics", node_port=metrics_opened)
    more = {"type": "NodePort"} if opened else {}
    whole = objects.service(workload.name, http, metrics, selector={"app": selected}, **more)
    whole["metadata"] |= {"namespace": workload.namespace, "labels": labels(workload.name)}
    return whole


def deployment(workload: Workload) -> Manifest:
    """The Deployment behind a Service."""
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": workload.name, "namespace": workload.namespace, "labels": labels(workload.name)},
        "spec": {
            "replicas": workload.replicas,
            "selector": {"matchLabels": {"app": workload.name}},
            "template": pod_template(workload.name, workload.node),
        },
    }


def _node(index: int) -> Manifest:
    name = node_name(index)
    room = {"cpu": "64", "memory": "256Gi", "pods": "2k"}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "labels": {
                KWOK_LABEL: "true",
                "kubernetes.io/hostname": name,
                "topology.kubernetes.io/zone": ZONES[index % len(ZONES)],
            },
        },
        "status": {"capacity": room, "allocatable": room},
    }
