"""PTP25: a probe that does not pass."""

import re
from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import logs_of
from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, container_path, found_held, held_by
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.times import shifted
from kubectl_porttrace.trace.service import TracedService

_DELAY = r"(\d{1,18})s$"
_ADVICE = (
    ("connection refused", "find out why nothing listens where the probe asks, or correct the probe's port"),
    ("HTTP 404", "correct the probe's path, or serve it"),
    ("HTTP 401", "let the program answer the probe without credentials, or probe another path"),
    ("HTTP 403", "let the program answer the probe without credentials, or probe another path"),
    ("HTTP 5", "find out why the program answers so, or correct the probe"),
    ("the probe HTTPS", "set scheme: HTTP in the probe, or let the program speak HTTPS there"),
    ("gRPC health service", "serve grpc.health.v1.Health, or use a tcpSocket probe"),
    ("in time", "find out why the program is slow to answer, or raise timeoutSeconds of the probe"),
    ("its command", "find out why the command fails, or correct it"),
)
"""What to do about each answer of `trace/unready/probing.py`."""


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
            message=f"{cause.what} {cause.why}{f' ({cause.subject})' if cause.subject else ''}",
            fix=Fix(text=_advice(traced, held), command=logs_of(pod, cause.container)),
            path=f"{container_path(pod, cause.container)}.{cause.what.partition(' ')[0]}Probe",
        )


def _advice(traced: TracedService, held: Held) -> str:
    why = held.cause.why
    if "initial delay" in why:
        return f"wait {_left(traced, held)}until the delay is over; what the container says meanwhile:"
    told = next((advice for word, advice in _ADVICE if word in why), "find out why it does not pass, or correct it")
    return f"{told}; the container's log:"


def _left(traced: TracedService, held: Held) -> str:
    """How long the initial delay of the example still lasts, as in `45s, `."""
    since, delay = held.explanation.since, re.search(_DELAY, held.cause.why)
    if since is None or delay is None:
        return ""
    now = traced.snapshot.observed_at
    return f"{age(now, shifted(since, int(delay[1])))}, "
