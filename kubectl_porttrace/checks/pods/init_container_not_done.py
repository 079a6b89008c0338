"""PTP23: an init container that has not finished."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import follow_service, logs_of
from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.checks.subjects import maker_of
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.waited_for import Wait, waits


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
    with exit code 0. One that waits for something, such as a Service or a database, holds the pod up until that is
    there. If its command, its environment or its name mentions a Service that does not exist or has no ready pod,
    it probably waits for that Service. If the pods of that Service wait for this one, none of them ever starts.

    See: `kubectl logs NAME -c INIT_CONTAINER`.

    Fix: the log says what it waits for: get that ready. If two Services wait for each other, remove one of the two
    waits.
    """
    for held in held_by(traced, "init"):
        cause, pod = held.cause, held.example
        waited = next(iter(waits(traced.snapshot, traced.service, pod, cause.container)), None)
        since = held.explanation.since
        long = age(since, traced.snapshot.observed_at) if since is not None else ""
        yield found_held(
            traced,
            held,
            message=f"{cause.what} {_state(long, waited, traced.name)}",
            fix=_fix(traced, held, waited),
            path=container_path(pod, cause.container),
        )


def _state(long: str, waited: Wait | None, own: str) -> str:
    if waited is None:
        return f"still runs after {long}" if long else "still runs"
    return f"still runs, probably waiting for Service {_told(waited, own)}"


def _told(waited: Wait, own: str) -> str:
    if not waited.exists:
        return f"{waited.name}, which does not exist"
    if waited.name == own:
        return f"{own}, which is this one"
    if waited.circle:
        return ", whose pods wait for ".join(waited.circle)
    return f"{waited.name}, which has no ready pod"


def _fix(traced: TracedService, held: Held, waited: Wait | None) -> Fix:
    pod, container = held.example, held.cause.container
    log = logs_of(pod, container)
    maker = maker_of(traced, pod)
    title = f"{maker.kind}/{maker.name}"
    if waited is None:
        return Fix(text="find out what it waits for; its log:", command=log)
    if not waited.exists:
        text = f"create Service {waited.name} in namespace {pod.namespace}, or correct the name in {title}; its log:"
        return Fix(text=text, command=log)
    if waited.circle:
        return Fix(text=f"take the wait out of {title}: none of them starts before the other; its log:", command=log)
    text = f"find out why Service {waited.name} has no ready pod; what is wrong with it:"
    return Fix(text=text, command=follow_service(pod.namespace, waited.name))
