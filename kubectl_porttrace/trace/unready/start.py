"""What comes before the containers: the pod's volumes and its network, which only events tell about.

Source: `pkg/kubelet/kubelet.go:SyncPod` (`FailedMount`, `NetworkNotReady`, `FailedCreatePodContainer`),
`pkg/volume/util/operationexecutor/operation_generator.go` (`FailedMount`, `FailedAttachVolume`; the words are those of
`pkg/volume/csi/csi_client.go`, `pkg/volume/hostpath/host_path.go:checkType` and
`pkg/controller/volume/attachdetach/reconciler/reconciler.go:reportMultiAttachError`) and
`pkg/kubelet/kuberuntime/kuberuntime_manager.go:SyncPod` (`FailedCreatePodSandBox`, `FailedPrepareDynamicResources`).
Of a sandbox the runtime says more: containerd in `internal/cri/server/sandbox_run.go:RunPodSandbox` (`failed to setup
network for sandbox`), `internal/cri/server/podsandbox/sandbox_run.go:Start` (`failed to get sandbox image`) and
`internal/cri/config/config.go:GetSandboxRuntime` (`no runtime for %q is configured`), CRI-O in
`server/sandbox_network.go:networkStart` (`failed to create pod network sandbox`) and
`internal/oci/oci.go:ValidateRuntimeHandler` (`failed to find runtime handler %s from runtime list`).
"""

import re
from datetime import timedelta

from kubectl_porttrace.model.missing import VOLUMES, missing_object
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.unready.cause import Cause, Explanation
from kubectl_porttrace.trace.unready.events import newest_event
from kubectl_porttrace.trace.unready.names import cause_of_missing

_VOLUME = r'for volume "(?P<name>[^"]+)"|unmounted volumes=\[(?P<names>[^\]]+)\]'
_NO_DRIVER = r"driver name (?P<name>\S+) not found in the list of registered CSI drivers"
_NO_HANDLER = (
    r'no runtime for "(?P<name>[^"]+)" is configured|failed to find runtime handler (?P<of_crio>\S+) from runtime list'
)
_OF_NETWORK = r"network for (sandbox|pod)|pod network|plugin type=|\bCNI\b|\bcni\b|network namespace"
_OF_IMAGE = r"(sandbox|pause) image"
_SANDBOX = ("FailedCreatePodSandBox", "NetworkNotReady", "FailedPrepareDynamicResources", "FailedCreatePodContainer")

PASSED = timedelta(minutes=10)
"""What was not told again for this long is over. Each of these is tried again after at most two minutes
(`pkg/util/goroutinemap/exponentialbackoff:maxDurationBeforeRetry`); where there were many, one event in five minutes is
still written (`k8s.io/client-go/tools/record/events_cache.go:defaultSpamQPS`)."""


def start_explanation(snapshot: Snapshot, pod: Pod) -> Explanation | None:
    """What keeps a pod on a node from starting its first container, as its newest event tells."""
    if not pod.spec.node_name or _has_sandbox(pod) or _any_container_started(pod):
        return None
    event = newest_event(snapshot, pod, (*VOLUMES, *_SANDBOX))
    if event is None or event.seen is None or snapshot.observed_at - event.seen > PASSED:
        return None
    if event.reason not in VOLUMES:
        return _told_by(event, _sandbox_cause(event, pod.spec.node_name))
    # The kubelet sums up as `Unable to attach or mount volumes` what other events tell of each volume.
    single = newest_event(snapshot, pod, VOLUMES, holds='for volume "')
    if single is not None and single.seen is not None and snapshot.observed_at - single.seen <= PASSED:
        event = single
    return _told_by(event, _volume_cause(snapshot, pod.namespace, event.told))


def _told_by(event: Event, cause: Cause) -> Explanation:
    return Explanation(cause, event.told, event.first_timestamp or event.event_time or event.seen)


def _has_sandbox(pod: Pod) -> bool:
    """Whether the pod's volumes and network are there: SyncPod makes the sandbox after it mounted all volumes.

    A pod on its node's network is given that address before (`kubelet_pods.go:generateAPIPodStatus`).
    """
    condition = pod.condition("PodReadyToStartContainers")
    if condition is not None:
        return condition.status == "True"
    return bool(pod.ips) and not pod.spec.host_network


def _any_container_started(pod: Pod) -> bool:
    statuses = (*pod.status.init_container_statuses, *pod.status.container_statuses)
    return any(status.state.running or status.state.terminated for status in statuses)


def _volume_cause(snapshot: Snapshot, namespace: str, message: str) -> Cause:
    found = re.search(_VOLUME, message)
    name = (found["name"] or found["names"]) if found else ""
    missing = missing_object(message)
    if missing is not None:
        return cause_of_missing(snapshot, namespace, missing, "volume", f"volume {name}".strip())
    why, fault = _volume_fault(message)
    return Cause("volume", f"volume {name}".strip(), why, fault=fault)


def _volume_fault(message: str) -> tuple[str, str]:
    """What is wrong with a volume, in a few words, and the kind of fault."""
    driver = re.search(_NO_DRIVER, message)
    if driver is not None:
        return f"needs CSI driver {driver['name']}, which is not on the node", "driver"
    if "Multi-Attach error" in message:
        return "is attached to another node", "elsewhere"
    if "hostPath type check failed" in message:
        return "is not of its hostPath type on the node", "hostPath"
    if "failed to sync" in message or "not registered" in message:
        return "was not mounted in time: the kubelet could not read what it holds", "not read yet"
    if "timed out waiting for the condition" in message or "context deadline exceeded" in message:
        return "was not mounted in time", "slow"
    if "Attach" in message.split(" ", 1)[0]:
        return "cannot be attached", "attach"
    return "cannot be mounted", ""


def _sandbox_cause(event: Event, node: str) -> Cause:
    if event.reason == "NetworkNotReady":
        return Cause("sandbox", f"the network plugin of node {node}", "is not ready", fault="network")
    if event.reason == "FailedPrepareDynamicResources":
        return Cause("sandbox", "a resource claim", "cannot be prepared on the node", fault="claim")
    if event.reason == "FailedCreatePodContainer":
        return Cause("sandbox", "the pod's cgroup", "cannot be made on the node", fault="cgroup")
    handler = re.search(_NO_HANDLER, event.told)
    if handler is not None:
        name = handler["name"] or handler["of_crio"]
        return Cause("sandbox", f"runtime handler {name}", "is not configured on the node", fault="handler")
    if re.search(_OF_NETWORK, event.told):
        return Cause("sandbox", "the pod's network", "cannot be set up", fault="network")
    if re.search(_OF_IMAGE, event.told):
        return Cause("sandbox", "the sandbox image of the node", "cannot be pulled", fault="image")
    return Cause("sandbox", "the pod's sandbox", "cannot be made")
