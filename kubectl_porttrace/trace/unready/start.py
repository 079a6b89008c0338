"""What comes before the containers: the pod's volumes and its network, which only events tell about.

Source: `pkg/kubelet/kubelet.go:SyncPod` (`FailedMount`, `NetworkNotReady`),
`pkg/volume/util/operationexecutor/operation_generator.go` (`FailedMount`, `FailedAttachVolume`) and
`pkg/kubelet/kuberuntime/kuberuntime_manager.go:SyncPod` (`FailedCreatePodSandBox`).
"""

import re

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.cause import Cause, CauseKind, Explanation
from kubectl_porttrace.trace.unready.events import newest_event
from kubectl_porttrace.trace.unready.missing import missing_object

_VOLUME = re.compile(r'for volume "(?P<name>[^"]+)"|unmounted volumes=\[(?P<names>[^\]]+)\]')
_MOUNTING = ("FailedMount", "FailedAttachVolume", "FailedMapVolume")
_NETWORK = ("FailedCreatePodSandBox", "NetworkNotReady")


def start_explanation(snapshot: Snapshot, pod: Pod) -> Explanation | None:
    """What keeps a pod on a node from starting its first container, as its newest event tells."""
    if not pod.spec.node_name or _any_container_started(pod):
        return None
    event = newest_event(snapshot, pod, (*_MOUNTING, *_NETWORK))
    if event is None:
        return None
    cause = _volume_cause(event.message) if event.reason in _MOUNTING else _network_cause(event.reason)
    return Explanation(cause, event.message, event.first_timestamp or event.event_time or event.seen)


def _any_container_started(pod: Pod) -> bool:
    statuses = (*pod.status.init_container_statuses, *pod.status.container_statuses)
    return any(status.state.running or status.state.terminated for status in statuses)


def _volume_cause(message: str) -> Cause:
    found = _VOLUME.search(message)
    name = (found["name"] or found["names"]) if found else ""
    kind: CauseKind = "volume"
    missing = missing_object(message)
    if missing is not None:
        why = f"needs {missing.title}, which {missing.lacks}"
        return Cause(kind, f"volume {name}".strip(), why, subject=missing.name, subject_kind=missing.kind)
    return Cause(kind, f"volume {name}".strip(), _in_short(message))


def _in_short(message: str) -> str:
    if "Multi-Attach error" in message:
        return "is attached to another node"
    if "timed out waiting for the condition" in message or "context deadline exceeded" in message:
        return "was not mounted in time"
    return "cannot be attached" if "Attach" in message.split(" ", 1)[0] else "cannot be mounted"


def _network_cause(reason: str) -> Cause:
    if reason == "NetworkNotReady":
        return Cause("sandbox", "the node's network plugin", "is not ready")
    return Cause("sandbox", "the pod's network", "cannot be set up")
