"""PTP21: a container that ends again and again."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import logs_of
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.waited_for import waits

_READ = "read in the container's log why it ended"

_ADVICE = (
    ("OOMKilled, limit", "raise the memory limit of {what}, or find what uses the memory; its last log lines:"),
    ("OOMKilled", "lower what the node's other pods use, or find what uses the memory; the last log lines of {what}:"),
    ("cannot be run", "correct the command, args or image of {what}; its log, if there is one:"),
    ("ends by itself", "run a program that keeps running; the log of the one that ended:"),
    ("code 126", "correct the command of {what}, or make its file executable; its last log lines:"),
    ("code 127", "correct the command of {what}, or use an image that has it; its last log lines:"),
    ("postStart hook", "correct lifecycle.postStart of {what}; its last log lines:"),
    ("SIGKILL", "find out what killed {what}: its node, short of memory, or a program in it; its last log lines:"),
    ("SIGTERM", "find out what stopped {what}: the kubelet, or a program in it; its last log lines:"),
    ("liveness probe", "find out why {what} does not pass that probe, or correct the probe; its last log lines:"),
    ("startup probe", "give {what} more time with failureThreshold, or correct that probe; its last log lines:"),
)
"""What to do about each way to end, by a word of `trace/unready/exits.py` or of the probe that ended it."""


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

    Why: the kubelet starts a container again when it ends, and waits longer each time, up to five minutes
    (CrashLoopBackOff). The exit code says how it ended. 137 is SIGKILL: by the kernel if the reason is OOMKilled
    (the container used more memory than its limit), else often by the kubelet after a failed liveness probe. 139 is
    a crash (SIGSEGV). 126 and 127 mean that the command cannot be run. 1 and other codes are the program's own.

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
    why, what = held.cause.why, held.cause.what
    return next((advice.format(what=what) for word, advice in _ADVICE if word in why), f"{_READ}:")
