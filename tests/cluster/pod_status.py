"""What a kubelet would say of a pod, for the pods that a test manages by hand."""

from __future__ import annotations

from typing import Literal

from tests.cluster.api import Manifest

PodState = Literal["ready", "unready", "succeeded", "failed", "pending"]
_WHEN = "2026-01-01T00:00:00Z"
_PHASES = {"ready": "Running", "unready": "Running", "succeeded": "Succeeded", "failed": "Failed", "pending": "Pending"}


def pod_status(pod: Manifest, state: PodState = "ready", ips: tuple[str, ...] = (), host_ip: str = "") -> Manifest:
    """Return the status of `pod` in `state` with the addresses `ips`, the first of which is its podIP."""
    ready = state == "ready"
    kinds = {"Initialized": state != "pending", "ContainersReady": ready, "Ready": ready, "PodScheduled": True}
    status: Manifest = {
        "phase": _PHASES[state],
        "conditions": [_condition(kind, holds=holds) for kind, holds in kinds.items()],
        "containerStatuses": [_container_status(each, state) for each in pod["spec"]["containers"]],
        "podIP": ips[0] if ips else None,
        "podIPs": [{"ip": ip} for ip in ips] or None,
    }
    if host_ip:
        status |= {"hostIP": host_ip, "hostIPs": [{"ip": host_ip}]}
    return status


def _condition(kind: str, *, holds: bool) -> Manifest:
    return {"type": kind, "status": str(holds), "lastTransitionTime": _WHEN}


def _container_status(container: Manifest, state: PodState) -> Manifest:
    ended = {"startedAt": _WHEN, "finishedAt": _WHEN, "exitCode": int(state == "failed")}
    states: dict[str, Manifest] = {
        "ready": {"running": {"startedAt": _WHEN}},
        "unready": {"running": {"startedAt": _WHEN}},
        "succeeded": {"terminated": ended | {"reason": "Completed"}},
        "failed": {"terminated": ended | {"reason": "Error"}},
        "pending": {"waiting": {"reason": "ContainerCreating"}},
    }
    return {
        "name": container["name"],
        "image": container["image"],
        "imageID": "",
        "ready": state == "ready",
        "started": state in ("ready", "unready"),
        "restartCount": 0,
        "state": states[state],
    }
