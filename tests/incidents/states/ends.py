"""Containers that end: `pkg/kubelet/kubelet_pods.go:convertToAPIContainerStatuses`, with the runtime's exit codes."""

from tests.cluster.objects import container, sidecar
from tests.incidents.states.state import (
    WEB,
    State,
    Told,
    crashing,
    ended,
    held,
    running,
    status,
    waiting,
)

_BACK_OFF = "pkg/kubelet/kuberuntime/kuberuntime_manager.go:doBackOff"
_STATUSES = "pkg/kubelet/kubelet_pods.go:convertToAPIContainerStatuses"
_PROBED = "pkg/kubelet/kuberuntime/kuberuntime_manager.go:computePodActions"
_INITIALIZING = status(waiting("PodInitializing"))
_NOT_FOUND = (
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: "
    'unable to start container process: error during container init: exec: "serve": executable file not found in '
    "$PATH"
)
_LIMITED = WEB | {"resources": {"limits": {"memory": "128Mi"}}}
_PROBE = {"httpGet": {"port": "http", "path": "/live"}}

STATES = (
    State("exit-1", _BACK_OFF, "PTP21", "container web exits with code 1", held(crashing(1))),
    State(
        "out-of-memory",
        _STATUSES,
        "PTP21",
        "container web runs out of memory and is killed (OOMKilled, limit",
        held(crashing(137, "OOMKilled"), containers=(_LIMITED,)),
    ),
    State(
        "out-of-memory-of-the-node",
        _STATUSES,
        "PTP21",
        "container web runs out of memory and is killed (OOMKilled",
        held(crashing(137, "OOMKilled")),
    ),
    State("sigkill", _STATUSES, "PTP21", "container web exits with code 137 (SIGKILL)", held(crashing(137))),
    State("sigsegv", _STATUSES, "PTP21", "container web exits with code 139 (SIGSEGV)", held(crashing(139))),
    State("sigterm", _STATUSES, "PTP21", "container web exits with code 143 (SIGTERM)", held(crashing(143))),
    State("not-executable", _STATUSES, "PTP21", "exits with code 126 (a command", held(crashing(126))),
    State("no-command", _STATUSES, "PTP21", "exits with code 127 (a command is not found)", held(crashing(127))),
    State(
        "ends-by-itself", _STATUSES, "PTP21", "exits with code 0 (it ends by itself)", held(crashing(0, "Completed"))
    ),
    State(
        "start-error",
        _STATUSES,
        "PTP21",
        "container web cannot be run: serve is not in its image",
        held(crashing(128, "StartError", _NOT_FOUND)),
    ),
    State(
        "lost",
        _STATUSES,
        "PTP21",
        "container web was lost",
        held(crashing(137, "ContainerStatusUnknown", "The container could not be located when the pod was terminated")),
    ),
    State("just-ended", _STATUSES, "PTP21", "container web exits with code 2", held(status(ended(2, seconds=5)))),
    State(
        "runs-again",
        _STATUSES,
        "PTP21",
        "container web exits with code 1",
        held(status(running(5), restarts=4, last=ended(1, ran=400)), containers=(WEB | {"readinessProbe": _PROBE},)),
    ),
    State(
        "liveness-kills",
        _PROBED,
        "PTP21",
        "container web is restarted by its liveness probe: HTTP 500",
        held(crashing(137), containers=(WEB | {"livenessProbe": _PROBE},)),
        (Told("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500", "web", 65),),
    ),
    State(
        "startup-kills",
        _PROBED,
        "PTP21",
        "container web is restarted by its startup probe: connection refused",
        held(crashing(143), containers=(WEB | {"startupProbe": _PROBE},)),
        (
            Told(
                "Unhealthy",
                'Startup probe failed: Get "http://10.0.0.1:8080/live": dial tcp 10.0.0.1:8080: connect: connection '
                "refused",
                "web",
                65,
            ),
        ),
    ),
    State(
        "killed-after-its-hook",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go:startContainer",
        "PTP21",
        "container web is killed because its postStart hook fails",
        held(crashing(137)),
        (Told("FailedPostStartHook", "PostStartHook failed", "web", 65),),
    ),
    State(
        "crashes-while-probed",
        _PROBED,
        "PTP21",
        "container web exits with code 1",
        held(crashing(1), containers=(WEB | {"livenessProbe": _PROBE},)),
        (Told("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500", "web", 65),),
    ),
    State(
        "init-crashes",
        _BACK_OFF,
        "PTP21",
        "init container migrate exits with code 1",
        held(_INITIALIZING, init_statuses=(crashing(1, name="migrate"),), init_containers=(container("migrate"),)),
    ),
    State(
        "sidecar-crashes",
        _BACK_OFF,
        "PTP21",
        "sidecar proxy exits with code 1",
        held(_INITIALIZING, init_statuses=(crashing(1, name="proxy"),), init_containers=(sidecar("proxy"),)),
    ),
    State(
        "init-runs",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go:computeInitContainerActions",
        "PTP23",
        "init container wait still runs",
        held(_INITIALIZING, init_statuses=(status(running(900), "wait"),), init_containers=(container("wait"),)),
    ),
)
