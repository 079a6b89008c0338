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
    """One incident, seen by `user` as its Service is asked for: the verdict, and the errors and warnings by code."""

    name: str
    service: str
    make: Callable[[Namespace], object]
    verdict: str
    findings: tuple[tuple[str, str], ...]
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
    Overlooked("node-gone-unseen", "web", _node_gone, "broken", (("PTE25", "error"),), user="no-nodes"),
    Overlooked("stale-slices", "web", _stale_slices, "broken", (("PTE14", "error"),)),
    Overlooked("renamed-by-rollout", "web", _renamed_by_rollout, "wired", (("PTR19", "warning"), ("PTP08", "warning"))),
    Overlooked("kept-at-zero", "web", _kept_at_zero, "broken", (("PTP04", "error"),)),
    Overlooked("first-of-three", "db", _first_of_three, "broken", (("PTP07", "error"),)),
    Overlooked("slice-without-label", "web", _slice_without_label, "broken", (("PTE24", "error"),)),
    Overlooked("no-governing-service", "db", _no_governing_service, "wired", (("PTD02", "warning"),)),
    Overlooked("alias-of-nothing", "cart", _alias_of_nothing, "external", (("PTS24", "warning"),)),
    Overlooked("one-digit-off", "web", _one_digit_off, "wired", (("PTR20", "warning"),)),
)
