"""Pods that are not ready, as the kubelet and the scheduler write them."""

from datetime import timedelta
from typing import Any

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.service import TracedService
from tests.build import NOW, container, event, pod, port, service, traced

WEB = container(port(8080, "http"), name="web", spec={"image": "ghcr.io/acme/web:1.9"})


def waiting(reason: str, message: str = "", **status: Any) -> dict[str, Any]:
    """The status of container `web`, which waits for a reason."""
    return {"name": "web", "ready": False, "state": {"waiting": {"reason": reason, "message": message}}, **status}


def ended(code: int, reason: str = "Error", message: str = "", seconds: int = 60, **more: Any) -> dict[str, Any]:
    """A terminated state, some seconds ago."""
    finished = NOW - timedelta(seconds=seconds)
    return {"terminated": {"exitCode": code, "reason": reason, "message": message, "finishedAt": finished, **more}}


def running(seconds: int = 3600, **status: Any) -> dict[str, Any]:
    """The status of container `web`, which runs and is not ready."""
    return {
        "name": "web",
        "ready": False,
        "state": {"running": {"startedAt": NOW - timedelta(seconds=seconds)}},
        **status,
    }


def crashing(code: int, reason: str = "Error", restarts: int = 17, **more: Any) -> dict[str, Any]:
    """The status of container `web` between two starts."""
    last = ended(code, reason, **more)
    return waiting(
        "CrashLoopBackOff", "back-off 5m0s restarting failed container", restartCount=restarts, lastState=last
    )


def held(reported: dict[str, Any], *containers: Container, name: str = "web-0", **fields: Any) -> Pod:
    """A pod of StatefulSet/web that is not ready, with the status of one of its containers."""
    statuses = {"containerStatuses": [reported]} if reported else {}
    given = {"owner": ("StatefulSet", "web"), "ready": False, "name": name, **fields}
    return pod(*(containers or (WEB,)), **{**given, "status": {**statuses, **fields.get("status", {})}})


def serving(name: str) -> Pod:
    """A pod of the same StatefulSet that is ready."""
    return pod(WEB, name=name, owner=("StatefulSet", "web"))


def behind(*objects: KubernetesObject, events: tuple[Event, ...] = (), **fields: Any) -> TracedService:
    """A Service with these pods, and what events say of them."""
    return traced(service({"port": 80, "targetPort": "http"}), *objects, events=events, **fields)


def about_pod(reason: str, message: str, name: str = "web-0", container: str = "", seconds: int = 60) -> Event:
    """An event about a pod."""
    return event(reason, message, kind="Pod", name=name, container=container, ago=timedelta(seconds=seconds))
