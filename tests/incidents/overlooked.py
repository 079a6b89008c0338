"""Incidents that are easily overlooked: how to make each on a cluster, and the verdict and findings it is to have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import (
    container,
    container_port,
    deployment,
    endpoint_slice,
    pod,
    service,
    service_port,
    workload,
)
from tests.end_to_end.workloads import placed_pods

HTTP = container("app", container_port(8080, "http"))
RENAMED = container("app", container_port(8080, "web"))
TO_HTTP = service_port(80, "http")
GUARD = "example.com/guard"


@dataclass(frozen=True)
class Overlooked:
    """One incident, seen by `user` as its Service is asked for: the verdict, and the errors and warnings by code.

    `cause` is what the first finding's first line has to say, and `unpasted` why it has no command where it has none.
    """

    name: str
    service: str
    make: Callable[[Namespace], object]
    verdict: str
    findings: tuple[tuple[str, str], ...]
    cause: str
    unpasted: str = ""
    user: str = "admin"

    def __str__(self) -> str:
        return self.name


def _node_gone(namespace: Namespace) -> None:
    namespace.apply(service("web", TO_HTTP))
    namespace.run_pod(pod("web-0", HTTP, node="node-gone"))
    namespace.wait_for(lambda: namespace.objects("Event"), "the controller's event")


def _stale_slices(namespace: Namespace) -> None:
    namespace.apply(deployment("web", HTTP, replicas=2), service("web", TO_HTTP))
    namespace.wait_for_endpoints("web", ready=2)
    namespace.patch("Service", "web", {"spec": {"selector": None}})
    namespace.patch("Deployment", "web", {"spec": {"replicas": 0}})
    namespace.wait_for(lambda: not namespace.objects("Pod", app="web"), "the end of the pods")


def _renamed_by_rollout(namespace: Namespace) -> None:
    spec: dict[str, Any] = {"replicas": 2, "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}}
    namespace.apply(service("web", TO_HTTP), deployment("web", HTTP, by_hand=True, **spec))
    for each in placed_pods(namespace, 2):
        namespace.set_state(each, "ready")
    namespace.wait_for_endpoints("web", ready=2)
    namespace.patch("Deployment", "web", {"spec": {"template": {"spec": {"containers": [RENAMED]}}}})
    (new,) = [each for each in placed_pods(namespace, 3) if each["status"]["phase"] == "Pending"]
    namespace.set_state(new, "unready")
    namespace.wait_for_endpoints("web", ready=2, not_ready=1)


def _kept_at_zero(namespace: Namespace) -> None:
    namespace.apply(service("web", service_port(80)), workload("Deployment", "web", container("app"), by_hand=True))
    (last,) = placed_pods(namespace, 1)
    name = last["metadata"]["name"]
    namespace.set_state(last, "ready")
    namespace.patch("Pod", name, {"metadata": {"finalizers": [GUARD]}})
    namespace.patch("Deployment", "web", {"spec": {"replicas": 0}})
    namespace.wait_for(lambda: namespace.get("Pod", name)["metadata"].get("deletionTimestamp"), "the deletion")
    namespace.set_state(name, "unready")
    namespace.wait_for_endpoints("web", ready=0, not_ready=1)


def _first_of_three(namespace: Namespace) -> None:
    made = workload("StatefulSet", "db", container("app"), by_hand=True, replicas=3)
    namespace.apply(service("db", service_port(80)), made)
    namespace.set_state(placed_pods(namespace, 1, app="db")[0], "unready")
    namespace.wait_for_endpoints("db", ready=0, not_ready=1)


def _slice_without_label(namespace: Namespace) -> None:
    slice_ = endpoint_slice("web-1", "web", "10.9.9.9")
    del slice_["metadata"]["labels"]
    namespace.apply(service("web", service_port(80), selector={}), slice_)


def _no_governing_service(namespace: Namespace) -> None:
    peers: Manifest = {"serviceName": "db-peers"}
    made = workload("StatefulSet", "db", container("app"), by_hand=True, **peers)
    namespace.apply(service("db", service_port(80)), made)
    namespace.set_state(placed_pods(namespace, 1, app="db")[0], "ready")
    namespace.wait_for_endpoints("db", ready=1)


def _alias_of_nothing(namespace: Namespace) -> None:
    made = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "cart"}}
    host = f"crat.{namespace.name}.svc.cluster.local"
    namespace.apply(made | {"spec": {"type": "ExternalName", "externalName": host}})


def _one_digit_off(namespace: Namespace) -> None:
    declaring = container("app", container_port(8080, "http"), container_port(9090, "admin"))
    namespace.apply(service("web", service_port(80, 9091)), deployment("web", declaring, replicas=1))
    namespace.wait_for_endpoints("web", ready=1)


OVERLOOKED = (
    Overlooked(
        "node-gone-unseen",
        "web",
        _node_gone,
        "broken",
        (("PTE25", "error"),),
        "node node-gone does not exist, so EndpointSlices could not be written",
        user="no-nodes",
    ),
    Overlooked(
        "stale-slices",
        "web",
        _stale_slices,
        "broken",
        (("PTE14", "error"),),
        "the Service has no selector, but EndpointSlice",
        "deleting slices takes traffic from what may still need it",
    ),
    Overlooked(
        "renamed-by-rollout",
        "web",
        _renamed_by_rollout,
        "wired",
        (("PTR19", "warning"), ("PTP08", "warning")),
        '"http", the targetPort of port 80/TCP, resolves on no pod once the rollout',
        "the template, which restarts the pods, and the Service may both be meant",
    ),
    Overlooked(
        "kept-at-zero",
        "web",
        _kept_at_zero,
        "broken",
        (("PTP04", "error"),),
        "the workload behind the Service is scaled to 0 replicas: Deployment/web",
        "the number of replicas is not in the API once it is 0",
    ),
    Overlooked(
        "first-of-three",
        "db",
        _first_of_three,
        "broken",
        (("PTP07", "error"),),
        "the only selected pod is not ready: container app runs but is not ready",
    ),
    Overlooked(
        "slice-without-label",
        "web",
        _slice_without_label,
        "broken",
        (("PTE24", "error"),),
        "EndpointSlice web-1 has no label kubernetes.io/service-name",
        "a slice that is not meant for the Service would get its traffic",
    ),
    Overlooked(
        "no-governing-service",
        "db",
        _no_governing_service,
        "wired",
        (("PTD02", "warning"),),
        "Service db-peers, which serviceName names, does not exist",
        "the ports to write are the owner's own",
    ),
    Overlooked(
        "alias-of-nothing",
        "cart",
        _alias_of_nothing,
        "external",
        (("PTS24", "warning"),),
        "Service crat in namespace shop does not exist",
        "the name to write is the owner's own",
    ),
    Overlooked(
        "one-digit-off",
        "web",
        _one_digit_off,
        "wired",
        (("PTR20", "warning"),),
        "port 80/TCP goes to 9091, which no container declares; every pod declares 9090",
        "only the owner knows on which number the program listens",
    ),
)
