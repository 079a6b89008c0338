"""What keeps a container from being ready: its image, its configuration, its own end, or its probes.

Source: the reasons of `pkg/kubelet/images/types.go`, `k8s.io/cri-api/pkg/errors/errors.go`,
`pkg/kubelet/container/sync_result.go` and `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.container_status import ContainerStatus, StateReason
from kubectl_porttrace.model.missing import missing_object
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.cause import Cause, Explanation
from kubectl_porttrace.trace.unready.events import newest_event
from kubectl_porttrace.trace.unready.exits import how_it_ended
from kubectl_porttrace.trace.unready.images import IMAGE_REASONS, pull_failure
from kubectl_porttrace.trace.unready.names import cause_of_missing
from kubectl_porttrace.trace.unready.probing import probe_answer, probe_explanation
from kubectl_porttrace.trace.unready.runtime import runtime_fault

CRASH_LOOP = "CrashLoopBackOff"
WAITS_FOR_EARLIER_STEP = frozenset({"", "ContainerCreating", "PodInitializing"})
"""Why a container waits that nothing is wrong with (`pkg/kubelet/kubelet_pods.go:convertToAPIContainerStatuses`)."""

POST_START_FAILED, POST_START_FAILS = "FailedPostStartHook", "its postStart hook fails"
"""The kubelet's event, and it in words (`kuberuntime_container.go:startContainer`, which kills the container)."""

LONGEST_REASON = 60

_TOLD_TO_END = frozenset({None, 0, 137, 143})
"""How a container ends that is told to: of itself, or by SIGKILL or SIGTERM."""

BACK_OFF_ENDS = timedelta(minutes=10)
"""A container that runs this long starts again without delay: twice the longest back-off of five minutes
(`pkg/kubelet/kubelet.go:MaxCrashLoopBackOff`, `k8s.io/client-go/util/flowcontrol/backoff.go:hasExpired`)."""


_WAITS = frozenset({"init", "readiness"})
"""Causes of a container that runs. What another container fails on explains them, as a probe that asks a program
which crashes, and is explained by none of them."""


def container_explanation(snapshot: Snapshot, pod: Pod) -> Explanation | None:
    """What the kubelet says of the first container that fails, else of the first that is not as far as it should be.

    Init containers come first: the others start after them.
    """
    found = [each for kind, container in _in_order(pod) if (each := _explained(snapshot, pod, kind, container))]
    return min(found, key=lambda each: each.cause.kind in _WAITS, default=None)


def _in_order(pod: Pod) -> Iterator[tuple[str, Container]]:
    for init in pod.spec.init_containers:
        yield "sidecar" if init.restartable else "init container", init
    for container in pod.spec.containers:
        yield "container", container


def _explained(snapshot: Snapshot, pod: Pod, kind: str, container: Container) -> Explanation | None:
    status = pod.container_status(container.name)
    if status is None or (status.ready and kind != "init container"):
        return None
    what = f"{kind} {container.name}"
    state, restarts = status.state, status.restart_count
    if state.waiting is not None:
        return _waiting(snapshot, pod, what, container, status, state.waiting)
    if state.terminated is not None:
        if kind == "init container" and state.terminated.exit_code == 0:
            return None
        return _crashed(snapshot, pod, what, container, state.terminated, restarts)
    if state.running is None:
        return None
    last = status.last_state.terminated
    if last is not None and restarts > 1 and _still_crashing(last, state.running, snapshot.observed_at):
        return _crashed(snapshot, pod, what, container, last, restarts)
    if kind == "init container":
        return _still_initializing(what, container, state.running)
    return probe_explanation(snapshot, pod, what, container, status)


def _waiting(
    snapshot: Snapshot, pod: Pod, what: str, container: Container, status: ContainerStatus, waiting: StateReason
) -> Explanation | None:
    reason, message = waiting.reason, waiting.message
    if reason in WAITS_FOR_EARLIER_STEP:
        return None
    if reason in IMAGE_REASONS:
        return pull_failure(snapshot, pod, container, reason, message)
    if reason == CRASH_LOOP:
        ended = status.last_state.terminated or StateReason()
        return _crashed(snapshot, pod, what, container, ended, status.restart_count)
    missing = missing_object(message)
    if missing is not None:
        cause = cause_of_missing(snapshot, pod.namespace, missing, "creation", what, container.name)
    else:
        cause = _creation_cause(what, container, reason, message)
    return Explanation(cause, message, restarts=status.restart_count)


def _creation_cause(what: str, container: Container, reason: str, message: str) -> Cause:
    """Any other reason: the container could not be configured, made or started."""
    if reason == "PostStartHookError":
        return Cause("creation", what, f"cannot start: {POST_START_FAILS}", container.name, fault="postStart")
    fault = runtime_fault(message)
    if fault is None:
        return Cause("creation", what, f"cannot start: {_shortened(reason)}", container.name)
    return Cause("creation", what, f"cannot start: {fault.words}", container.name, fault=fault.kind)


def _crashed(
    snapshot: Snapshot, pod: Pod, what: str, container: Container, ended: StateReason, restarts: int
) -> Explanation:
    """A container that ended; where the kubelet killed it for a probe or a hook, that is the cause."""
    killed = _killed(snapshot, pod, container, ended)
    why = killed or how_it_ended(ended, container)
    return Explanation(Cause("crash", what, why, container.name), ended.message, ended.finished_at, restarts)


def _killed(snapshot: Snapshot, pod: Pod, container: Container, ended: StateReason) -> str:
    """Which hook or probe the kubelet kills the container for; empty where no event says so.

    The kubelet ends it with SIGTERM and, after the grace period, SIGKILL
    (`pkg/kubelet/kuberuntime/kuberuntime_container.go:killContainer`). With any other end the program ended by
    itself, and its probe failed for that; one that ran out of memory did so whatever its probes said.
    """
    if ended.reason == "OOMKilled" or ended.exit_code not in _TOLD_TO_END:
        return ""
    hook = newest_event(snapshot, pod, (POST_START_FAILED,), container=container.name)
    if hook is not None and _recent(hook.seen, snapshot.observed_at):
        return f"is killed because {POST_START_FAILS}"
    for word in ("Liveness", "Startup"):
        event = newest_event(snapshot, pod, ("Unhealthy",), begins=f"{word} probe failed", container=container.name)
        if event is not None and _recent(event.seen, snapshot.observed_at):
            return f"is restarted by its {word.lower()} probe: {probe_answer(event.told)}"
    return ""


def _still_initializing(what: str, container: Container, running: StateReason) -> Explanation:
    return Explanation(Cause("init", what, "has not finished", container.name), since=running.started_at)


def _still_crashing(last: StateReason, running: StateReason, now: datetime) -> bool:
    """Whether a container that runs is likely to end as it did before: not once it ran for longer than it did then."""
    if not _recent(last.finished_at, now):
        return False
    if last.started_at is None or last.finished_at is None or running.started_at is None:
        return True
    return now - running.started_at <= max(2 * (last.finished_at - last.started_at), timedelta(minutes=1))


def _shortened(reason: str) -> str:
    """A reason is one word, or else the text of an error (`kubelet_pods.go:convertToAPIContainerStatuses`)."""
    return reason if len(reason) <= LONGEST_REASON else f"{reason[: LONGEST_REASON - 1]}…"


def _recent(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now - moment < BACK_OFF_ENDS
