"""A container that runs and is not ready: its startup or readiness probe does not pass.

Source: `pkg/kubelet/prober/prober.go:probe` (the event `Unhealthy`), `worker.go:doProbe` (the delay). What a probe got
is worded in `pkg/probe/http/http.go:DoHTTPProbe`, `pkg/probe/grpc/grpc.go:Probe`, `pkg/probe/tcp/tcp.go:DoTCPProbe`
and, for commands, `k8s.io/cri-client/pkg/remote_runtime.go:execSyncV1`.
"""

from datetime import timedelta

from kubectl_porttrace.model.container import Container, Probe
from kubectl_porttrace.model.container_status import ContainerStatus
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.times import shifted
from kubectl_porttrace.trace.probes import dialled_port
from kubectl_porttrace.trace.unready.cause import Cause, Explanation
from kubectl_porttrace.trace.unready.events import newest_event

NO_ANSWER = "no answer in time"
LONGEST_ANSWER = 60
"""So much is told of what a probe's command prints."""


def probe_explanation(
    snapshot: Snapshot, pod: Pod, what: str, container: Container, status: ContainerStatus
) -> Explanation | None:
    """Which probe does not pass, and what it gets; None for a container without such a probe.

    A probe that names a port which its container does not declare is left out: it errs rather than fails, and is told
    by the checks on probes.
    """
    word, probe = "readiness", container.readiness_probe
    if container.startup_probe is not None and status.started is not True:
        word, probe = "startup", container.startup_probe
    if probe is None or _errs(container, probe):
        return None
    since = status.state.running.started_at if status.state.running else None
    event = newest_event(
        snapshot, pod, ("Unhealthy",), begins=f"{word.capitalize()} probe failed", container=container.name
    )
    if event is not None and since is not None and event.seen is not None and event.seen < since:
        event = None  # It is about an earlier run of the container.
    where = f"{word} probe of {what.removeprefix('container ')}"
    asked = asked_by(container, probe)
    wait = (shifted(since, probe.initial_delay_seconds) - snapshot.observed_at) if since else timedelta()
    if event is None and wait > timedelta():
        why = f"has not begun: its initial delay is {probe.initial_delay_seconds}s"
        return Explanation(Cause("readiness", where, why, container.name, subject=asked), since=since)
    answer = probe_answer(event.told) if event else ""
    why = f"fails: {_of_command(answer) if probe.port_action is None else answer}" if answer else "has not passed"
    return Explanation(
        Cause("readiness", where, why, container.name, subject=asked), event.told if event else "", since
    )


def asked_by(container: Container, probe: Probe) -> str:
    """What a probe asks, as in `GET :8080/healthz`, `TCP :5432`; empty for exec, whose command is not kept."""
    dialled = probe.port_action
    if dialled is None:
        return ""
    handler, action = dialled
    place = f"{action.host}:{dialled_port(container, action.port)}"
    if handler == "httpGet":
        scheme = "HTTPS GET" if action.scheme == "HTTPS" else "GET"
        return f"{scheme} {place}{action.path or '/'}"
    return f"{'gRPC' if handler == 'grpc' else 'TCP'} {place}"


def _of_command(answer: str) -> str:
    return "its command does not end in time" if answer == NO_ANSWER else f"its command says: {answer}"


def _errs(container: Container, probe: Probe) -> bool:
    dialled = probe.port_action
    return dialled is not None and dialled_port(container, dialled[1].port) is None


def probe_answer(message: str) -> str:
    """What the probe got, of the kubelet's message `Readiness probe failed: HTTP probe failed with statuscode: 503`."""
    told = message.partition(" probe failed: ")[2].strip().splitlines()
    first = told[0] if told else ""
    if "statuscode:" in first:
        return f"HTTP {first.rpartition(':')[2].strip()}"
    for words, meaning in (
        ("connection refused", "connection refused"),
        ("context deadline exceeded", NO_ANSWER),
        ("i/o timeout", NO_ANSWER),
        ("timed out after", NO_ANSWER),
        ("gave HTTP response to HTTPS client", "it speaks HTTP, the probe HTTPS"),
        ("does not implement the grpc health protocol", "it has no gRPC health service"),
        ("NOT_SERVING", "NOT_SERVING"),
        ("no route to host", "no route to the pod"),
    ):
        if words in first:
            return meaning
    return first if len(first) <= LONGEST_ANSWER else f"{first[: LONGEST_ANSWER - 1]}…"
