"""PTP23: an init container that has not finished."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import logs_of
from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP23",
    "init-container-not-done",
    severity="error",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
    causes=UNREADY_CODES,
)
def init_container_not_done(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because an init container in them still runs.

    Why: init containers run one after the other, and the pod's own containers start when the last of them has ended
    with exit code 0. One that waits for something, such as a Service or a database, holds the pod up for as long as
    that is not there.

    See: `kubectl logs NAME -c INIT_CONTAINER`.

    Fix: what the log says it waits for. Where it waits for a Service whose pods wait for this one, neither ever
    starts.
    """
    for held in held_by(traced, "init"):
        cause, pod = held.cause, held.example
        yield found_held(
            traced,
            held,
            message=f"{cause.what} {cause.why}{_how_long(traced, held)}",
            fix=Fix(text="find out what it waits for; its log:", command=logs_of(pod, cause.container)),
            path=container_path(pod, cause.container),
        )


def _how_long(traced: TracedService, held: Held) -> str:
    since = held.explanation.since
    return f" and runs for {age(since, traced.snapshot.observed_at)}" if since is not None else ""
