"""PTB03: a liveness probe on a port name that does not exist."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import probes_without_port
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTB03",
    "liveness-port-not-found",
    severity="warning",
    certainty="certain",
    needs=("pods",),
    causes=("PTB11",),
)
def liveness_port_not_found(traced: TracedService) -> Iterator[Found]:
    """A liveness probe names a port that no container of the pod declares, so it never restarts the container.

    Why: the kubelet looks the name up among the ports of the probe's own container. Where it is not there the probe is
    an error, and the result of such a probe does not count: the container stays as it began, alive. A container that
    hangs is not restarted.

    See: `kubectl describe pod NAME` shows events of reason Unhealthy that say "Liveness probe errored".

    Fix: give the probe a number, or give the container's port that name.
    """
    yield from probes_without_port(traced, "livenessProbe")
