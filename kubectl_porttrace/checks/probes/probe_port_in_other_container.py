"""PTB04: a probe that names a port of another container."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import WrongPortUse, elsewhere_in_pod, found_port_use, pods_of, wrong_port_uses
from kubectl_porttrace.checks.readiness import HARMLESS, impact
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
    """A probe names a port that another container of the pod declares, and its own does not: it is always an error.

    Why: the kubelet looks a probe's port name up in the probe's own container only, unlike a Service, which searches
    the whole pod. The result of such a probe does not count: a container with such a readiness or startup probe never
    becomes ready, one with such a liveness probe is never restarted.

    See: `kubectl describe pod NAME` shows events of reason Unhealthy that say "probe errored".

    Fix: use the number. All containers of a pod share its address, so a number reaches the other container's port.
    """
    found = wrong_port_uses(traced, probes, _elsewhere)
    gating = [entry for entry in found if entry.use.kind != "livenessProbe"]
    cost = impact(traced, pods_of(gating))
    for entry in found:
        name, number = _declared(entry)
        yield found_port_use(
            traced,
            entry,
            message=f'{entry.title} names port "{entry.use.action.port}" of container {name}: {entry.outcome}',
            fix=f"use the number {number}",
            field="port",
            cost=cost if entry in gating else HARMLESS,
        )


def _elsewhere(pod: Pod, use: PortUse) -> bool:
    return use.unresolved and elsewhere_in_pod(pod, use) is not None


def _declared(entry: WrongPortUse) -> tuple[str, int | None]:
    """The container that declares the name, and its number."""
    container = elsewhere_in_pod(entry.pods[0], entry.use)
    port = named_port(container, str(entry.use.action.port)) if container else None
    return (container.name if container else "", port.container_port if port else None)
