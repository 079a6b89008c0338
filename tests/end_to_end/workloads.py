"""Deployments whose pods a test runs by hand: a rolling update stays where it is put."""

from __future__ import annotations

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import deployment, service, service_port

HALFWAY = {"replicas": 2, "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}}


def roll_halfway(namespace: Namespace, before: Manifest, after: Manifest) -> tuple[list[str], str]:
    """Have two ready pods of one template and one of the next, the rollout paused; return their names."""
    namespace.apply(service("web", service_port(80, "http")), deployment("web", before, by_hand=True, **HALFWAY))
    old = placed_pods(namespace, 2)
    for each in old:
        namespace.set_state(each, "ready")
    namespace.patch("Deployment", "web", {"spec": {"template": {"spec": {"containers": [after]}}}})
    pods = placed_pods(namespace, 3)
    paused = namespace.patch("Deployment", "web", {"spec": {"paused": True}})
    namespace.wait_for(lambda: _observed(namespace) >= paused["metadata"]["generation"], "the pause")
    names = sorted(each["metadata"]["name"] for each in old)
    (new,) = {each["metadata"]["name"] for each in pods} - set(names)
    namespace.set_state(new, "ready")
    namespace.wait_for_endpoints("web", ready=3)
    return names, new


def _observed(namespace: Namespace) -> int:
    """The generation that its controller has seen; 0 before it has seen any."""
    return int(namespace.get("Deployment", "web")["status"].get("observedGeneration", 0))


def placed_pods(namespace: Namespace, count: int, app: str = "web") -> list[Manifest]:
    """Return the pods labelled app=APP once there are `count`, each with a node whose kubelet would act now."""

    def placed() -> list[Manifest]:
        pods = namespace.objects("Pod", app=app)
        return pods if len(pods) == count and all(pod["spec"].get("nodeName") for pod in pods) else []

    return namespace.wait_for(placed, f"{count} placed pods of {app}")
