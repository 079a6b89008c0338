"""One row of the table, and how to make it on a cluster: a pod in that state, and one that recovered from it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, service, service_port
from tests.end_to_end.case import HandPod, hand_pod

IMAGE = "ghcr.io/acme/web:1.9"
WEB = container("web", container_port(8080, "http")) | {"image": IMAGE}
TO_HTTP = service_port(80, "http")

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_WRITTEN = datetime.now(timezone.utc)


@dataclass(frozen=True)
class Told:
    """An event about the pod, as its component records it: seen last so many seconds ago."""

    reason: str
    message: str
    container: str = ""
    seconds: int = 30
    init: bool = False


@dataclass(frozen=True)
class State:
    """A state that keeps a pod from being ready.

    `source` is where its reason and message come from. `code` is that of the finding, `cause` what its first line has
    to say within 100 characters. `unpasted` says why no command is given where none is; `remains` that the fault, and
    a warning of it, stays once the pod is ready. `make` builds a row that the real controllers write; the others are
    pods whose kubelet the test plays.
    """

    name: str
    source: str
    code: str
    cause: str
    pod: HandPod | None = None
    events: tuple[Told, ...] = ()
    make: Callable[[Namespace, str], None] | None = None
    objects: tuple[Manifest, ...] = field(default=())
    unpasted: str = ""
    remains: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def healthy(self) -> str:
        """The Service whose pod was in this state and is ready now."""
        return f"{self.name}-ok"

    def put(self, namespace: Namespace) -> None:
        """Make the Service and its pod in this state."""
        namespace.apply(service(self.name, TO_HTTP))
        if self.make is not None:
            self.make(namespace, self.name)
        if self.pod is not None:
            moved = replace(self.pod, status=_up_to_now(self.pod.status))
            moved.of(self.name).run(namespace)
            self._record(namespace, self.name)

    def put_recovered(self, namespace: Namespace) -> None:
        """Make a Service whose pod is ready, with the events of a time when it was not."""
        if self.pod is None:
            return
        namespace.apply(service(self.healthy, TO_HTTP))
        HandPod(self.pod.manifest, "ready").of(self.healthy).run(namespace)
        self._record(namespace, self.healthy)

    def _record(self, namespace: Namespace, service_name: str) -> None:
        pod = namespace.get("Pod", f"{service_name}-0")["metadata"]
        for number, told in enumerate(self.events):
            about: Manifest = {"apiVersion": "v1", "kind": "Pod", "namespace": namespace.name}
            about |= {"name": pod["name"], "uid": pod["uid"]}
            if told.container:
                about["fieldPath"] = f"spec.{'initContainers' if told.init else 'containers'}{{{told.container}}}"
            namespace.apply(
                {
                    "apiVersion": "v1",
                    "kind": "Event",
                    "metadata": {"name": f"{pod['name']}.{number}"},
                    "involvedObject": about,
                    "reason": told.reason,
                    "message": told.message,
                    "type": "Warning",
                    "firstTimestamp": ago(told.seconds + 60),
                    "lastTimestamp": ago(told.seconds),
                }
            )


def ago(seconds: int) -> str:
    """A time so many seconds before now, as the API writes it."""
    return (datetime.now(timezone.utc) - timedelta(seconds=seconds)).strftime(_FORMAT)


def _up_to_now(reported: Manifest) -> Manifest:
    """The same status as if the table had been written now: tests may come to it long after it was."""
    late = datetime.now(timezone.utc) - _WRITTEN

    def moved(found: re.Match[str]) -> str:
        return (datetime.strptime(found[0], _FORMAT).replace(tzinfo=timezone.utc) + late).strftime(_FORMAT)

    status: Manifest = json.loads(_TIME.sub(moved, json.dumps(reported)))
    return status


def status(state: Manifest, name: str = "web", restarts: int = 0, last: Manifest | None = None) -> Manifest:
    """What a kubelet says of one container that is not ready."""
    known = {"name": name, "image": IMAGE, "imageID": "", "ready": False, "started": False, "restartCount": restarts}
    return known | {"state": state} | ({"lastState": last} if last else {})


def waiting(reason: str, message: str = "") -> Manifest:
    """A container that waits."""
    return {"waiting": {"reason": reason, "message": message}}


def ended(code: int, reason: str = "Error", message: str = "", seconds: int = 60, ran: int = 10) -> Manifest:
    """A container that ended so many seconds ago, and ran for as many before."""
    times = {"startedAt": ago(seconds + ran), "finishedAt": ago(seconds)}
    return {"terminated": {"exitCode": code, "reason": reason, "message": message, "containerID": "", **times}}


def running(seconds: int = 3600) -> Manifest:
    """A container that runs for so many seconds."""
    return {"running": {"startedAt": ago(seconds)}}


def crashing(code: int, reason: str = "Error", message: str = "", name: str = "web") -> Manifest:
    """A container between two starts (`pkg/kubelet/kuberuntime/kuberuntime_manager.go:doBackOff`)."""
    back_off = waiting("CrashLoopBackOff", f"back-off 5m0s restarting failed container={name} pod=web-0_shop(1-2)")
    return status(back_off, name, restarts=17, last=ended(code, reason, message))


def held(*statuses: Manifest, containers: tuple[Manifest, ...] = (WEB,), **more: object) -> HandPod:
    """A pod on a node that is not ready, with the status of its containers."""
    init = more.pop("init_statuses", ())
    reported: Manifest = {"containerStatuses": list(statuses)}
    if init:
        reported |= {"initContainerStatuses": list(init)}  # type: ignore[call-overload]
    return hand_pod(*containers, state="unready", status=reported, **more)  # type: ignore[arg-type]


def creating(*containers: Manifest) -> HandPod:
    """A pod whose volumes and network are not there yet."""
    return hand_pod(*(containers or (WEB,)), state="pending", ips=())
