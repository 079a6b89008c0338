"""PTP21: a container that ends again and again."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import logs_of
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.waited_for import waits


@check(
    "PTP21",
    "container-crashes",
    severity="error",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
    causes=UNREADY_CODES,
)
def container_crashes(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because a container in them ends, and ends again after each restart.

    Why: the kubelet starts a container again when it ends, waiting longer each time, up to five minutes
    (CrashLoopBackOff). The exit code says how it ended: 137 is SIGKILL, by the kernel where the reason is OOMKilled
    (the container used more memory than its limit), else often by the kubelet after a failed liveness probe; 139 is
    a crash (SIGSEGV); 126 and 127 mean that the command cannot be run; 1 and others are the program's own.

    See: `kubectl logs NAME -c CONTAINER --previous` shows what the container said before it ended.

    Fix: correct what the log complains of. If it is OOMKilled, raise the memory limit, or use less memory.
    """
    for held in held_by(traced, "crash"):
        cause, pod = held.cause, held.example
        yield found_held(
            traced,
            held,
            message=f"{cause.what} {cause.why}{_how_often(held)}",
            fix=Fix(text=_advice(held), command=_last_words(held)),
            path=container_path(pod, cause.container),
            evidence=tuple(
                f"it names Service {each.name}, which {'has no ready pod' if each.exists else 'does not exist'}"
                for each in waits(traced.snapshot, traced.service, pod, cause.container)
            ),
        )


def _last_words(held: Held) -> str:
    """The log of the run that ended: of one that was not started again since, that is the container's log.

    kubectl refuses `--previous` there (`pkg/kubelet/kubelet_pods.go:validateContainerLogStatus`).
    """
    status = held.example.container_status(held.cause.container)
    started_again = status is None or status.state.terminated is None
    return logs_of(held.example, held.cause.container, previous=started_again)


def _how_often(held: Held) -> str:
    restarts = held.explanation.restarts
    return f" ({count(restarts, 'restart')})" if restarts else ""


def _advice(held: Held) -> str:
    if "OOMKilled" in held.cause.why:
        return f"raise the memory limit of {held.cause.what}, or find what uses the memory; its last log lines:"
    if "cannot be run" in held.cause.why:
        return f"correct the command, args or image of {held.cause.what}; its log, if there is one:"
    if "it ends by itself" in held.cause.why:
        return "run a program that keeps running; the log of the one that ended:"
    if "probe" in held.cause.why:
        return "correct the probe, or give the program more time to start; the container's last log lines:"
    return "read in the container's log why it ended:"
