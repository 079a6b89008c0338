"""PTP25: a probe that does not pass."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import logs_of
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP25",
    "readiness-probe-fails",
    severity="error",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
    causes=UNREADY_CODES,
)
def readiness_probe_fails(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because the readiness or startup probe of a container does not pass.

    Why: the kubelet asks each container as its probe says, over the pod's address. Until the readiness probe
    passes, the pod gets no traffic. The readiness probe only begins once the startup probe has passed.
    A probe on a port or path that the program does not serve never passes.

    See: `kubectl describe pod NAME`: the event Unhealthy, with what the probe got; `kubectl logs NAME -c
    CONTAINER`.

    Fix: get the program to answer the probe, or correct the probe's port or path in the workload's template.
    """
    for held in held_by(traced, "readiness"):
        cause, pod = held.cause, held.example
        yield found_held(
            traced,
            held,
            message=f"{cause.what} {cause.why} ({cause.subject})",
            fix=Fix(text=_advice(held), command=logs_of(pod, cause.container)),
            path=f"{container_path(pod, cause.container)}.{cause.what.partition(' ')[0]}Probe",
        )


def _advice(held: Held) -> str:
    if "initial delay" in held.cause.why:
        return "wait until the delay is over; what the container says meanwhile:"
    if "connection refused" in held.cause.why:
        return "find out why nothing listens where the probe asks, or correct the probe's port; the container's log:"
    return "find out why the container does not pass it, or correct the probe; the container's log:"
