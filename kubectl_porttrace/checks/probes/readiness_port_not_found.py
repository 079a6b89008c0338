"""PTB01: a readiness probe on a port name that does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import probes_without_port
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTB01",
    "readiness-port-not-found",
    severity="error",
    certainty="certain",
    needs=("pods",),
    causes=("PTP07", "PTP08", "PTB11", "PTD01"),
)
def readiness_port_not_found(traced: TracedService) -> Iterator[Found]:
    """A readiness probe names a port that no container of the pod declares, so the pod never becomes ready.

    Why: the kubelet looks the name up among the ports of the probe's own container. Where it is not there the probe is
    an error, and the result of such a probe does not count: the container stays as it began, not ready. The API server
    does not check the name.

    See: `kubectl describe pod NAME` shows events of reason Unhealthy that say "probe errored".

    Fix: give the probe a number, or give the container's port that name. Either changes the workload's template and
    starts a rollout.
    """
    yield from probes_without_port(traced, "readinessProbe")
