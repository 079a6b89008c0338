"""PTB02: a startup probe on a port name that does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import probes_without_port
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTB02",
    "startup-port-not-found",
    severity="error",
    certainty="certain",
    needs=("pods",),
    causes=("PTP07", "PTP08", "PTB11", "PTD01"),
)
def startup_port_not_found(traced: TracedService) -> Iterator[Found]:
    """A startup probe names a port that no container of the pod declares, so the container never counts as started.

    Why: the kubelet looks the name up among the ports of the probe's own container. Where it is not there the probe is
    an error, and the result of such a probe does not count. Until the startup probe has passed, readiness and liveness
    probes do not run at all: the pod never becomes ready, and it is never restarted either.

    See: `kubectl describe pod NAME` shows events of reason Unhealthy that say "Startup probe errored".

    Fix: give the probe a number, or give the container's port that name. Either changes the workload's template and
    starts a rollout.
    """
    yield from probes_without_port(traced, "startupProbe")
