"""PTB04: a probe that names a port of another container."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import Slip, elsewhere_in_pod, found_slip, pods_of, slips
from kubectl_porttrace.checks.readiness import HARMLESS, toll
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.probes import PortUse, named_port, probes
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTB04",
    "probe-port-in-other-container",
    severity="error",
    certainty="certain",
    needs=("pods",),
    causes=("PTP07", "PTP08", "PTB11", "PTD01"),
)
def probe_port_in_other_container(traced: TracedService) -> Iterator[Found]:
    """A probe names a port that another container of the pod declares; its own does not, so the probe always errs.

    Why: the kubelet looks a probe's port name up in the probe's own container only, unlike a Service, which searches
    the whole pod. The result of an erring probe is thrown away: a container with such a readiness or startup probe
    never becomes ready, one with such a liveness probe is never restarted.

    See: `kubectl describe pod NAME` shows events of reason Unhealthy that say "probe errored".

    Fix: use the number. All containers of a pod share its address, so a number reaches the other container's port.
    """
    found = slips(traced, probes, _elsewhere)
    gating = [slip for slip in found if slip.use.kind != "livenessProbe"]
    cost = toll(traced, pods_of(gating))
    for slip in found:
        name, number = _declared(slip)
        outcome = slip.outcome if slip in gating else "it never restarts the container"
        yield found_slip(
            traced,
            slip,
            message=f'{slip.title} names port "{slip.use.action.port}" of container {name}: {outcome}',
            fix=f"use the number {number}",
            field="port",
            cost=cost if slip in gating else HARMLESS,
        )


def _elsewhere(pod: Pod, use: PortUse) -> bool:
    return use.unresolved and elsewhere_in_pod(pod, use) is not None


def _declared(slip: Slip) -> tuple[str, int | None]:
    """The container that declares the name, and its number."""
    container = elsewhere_in_pod(slip.pods[0], slip.use)
    port = named_port(container, str(slip.use.action.port)) if container else None
    return (container.name if container else "", port.container_port if port else None)
