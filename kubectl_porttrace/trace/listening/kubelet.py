"""What the kubelet's own probes show: it dials the pod's address, so that the API knows of some ports what answers.

A probe proves something of one number and of the pod's first address alone (`pkg/kubelet/prober/prober.go:runProbe`
takes `status.podIP`), over TCP. One by `exec` proves nothing, nor does one that asks another host.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, get_args

from kubectl_porttrace.model.container import Container, InitContainer, Probe
from kubectl_porttrace.model.container_status import ContainerStatus
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.pod import Pod, PodSpec
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.times import shifted
from kubectl_porttrace.trace.listening.listening import UNKNOWN, Hint, Listening
from kubectl_porttrace.trace.probes import PortUse, PortUseKind, probes
from kubectl_porttrace.trace.unready.events import newest_event

INTERCEPTORS = frozenset({"istio-proxy", "linkerd-proxy", "consul-dataplane", "envoy-sidecar", "envoy", "kuma-sidecar"})
"""Containers that take every connection to their pod and pass it on, or not: that one opens proves nothing there.

Source: https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/ on tcpSocket probes.
"""


_Asking = Mapping[PortUseKind, tuple[PortUse, ...]]
_READY: Final = Listening("yes", "readiness")
_HINTED: Final[Mapping[Hint | None, Listening]] = {hint: Listening(hint=hint) for hint in (None, *get_args(Hint))}


def shown_by_kubelet(snapshot: Snapshot, pod: Pod, ip: str | None, number: int) -> Listening:
    """What the kubelet's probes show of a number over TCP.

    Args:
        snapshot: what was read.
        pod: the pod.
        ip: the address that a Service sends to.
        number: the number that it sends to.
    """
    asking = _asking(pod, number)
    if not asking or pod.is_template or pod.terminal:
        return UNKNOWN
    if not ip or ip != pod.status.pod_ip or _is_lost(snapshot, pod):
        return UNKNOWN
    readiness = [(use, _running(pod, use)) for use in asking.get("readinessProbe", ())]
    for _, status in readiness:
        if status is not None and status.ready and status.started is True:
            return _READY
    for use, status in readiness:
        if status is not None and not status.ready and _is_refused(snapshot, pod, use, status, number):
            return Listening("no", "readiness")
    return _HINTED[_hint(snapshot, pod, asking)]


def is_intercepted(pod: Pod) -> bool:
    """Whether a proxy in the pod takes the connections to it."""
    return _is_intercepted(pod.spec)


def _is_intercepted(spec: PodSpec) -> bool:
    return any(container.name in INTERCEPTORS for container in (*spec.containers, *spec.sidecars))


def _asking(pod: Pod, number: int) -> _Asking:
    """The probes that dial a number of the pod itself, by kind."""
    return _dialling(pod.spec.containers, pod.spec.init_containers, number)


@lru_cache(maxsize=1024)
def _dialling(containers: tuple[Container, ...], init_containers: tuple[InitContainer, ...], number: int) -> _Asking:
    """Those of one template, whose pods come by the hundred: where only a program of its own can make them pass."""
    spec = PodSpec(containers=containers, init_containers=init_containers)
    intercepted = _is_intercepted(spec)
    return grouped(
        (use.kind, use)
        for use in probes(spec)
        if use.number == number and not use.action.host and (use.handler != "tcpSocket" or not intercepted)
    )


def _running(pod: Pod, use: PortUse) -> ContainerStatus | None:
    """The status of the probe's container, where it runs."""
    status = pod.container_status(use.container.name)
    return status if status is not None and status.state.running is not None else None


def _is_refused(snapshot: Snapshot, pod: Pod, use: PortUse, status: ContainerStatus, number: int) -> bool:
    """Whether the kubelet was refused at that address and number within the time that it takes to become unready.

    An older event says little: the kubelet writes few of those that repeat (`client-go/tools/record:EventAggregator`).
    """
    probe = use.container.readiness_probe
    if probe is None:
        return False
    event = newest_event(snapshot, pod, ("Unhealthy",), begins="Readiness probe failed", container=use.container.name)
    begun = status.state.running.started_at if status.state.running else None
    if event is None or event.seen is None or begun is None:
        return False
    address = f"[{pod.status.pod_ip}]" if ":" in pod.status.pod_ip else pod.status.pod_ip
    refused = f"dial tcp {address}:{number}: connect: connection refused" in event.message
    return refused and event.seen >= max(begun, shifted(snapshot.observed_at, -_window(probe)))


def _hint(snapshot: Snapshot, pod: Pod, asking: _Asking) -> Hint | None:
    """A probe that lets one expect a program there: it passed once, or the container has outlived its failing."""
    for use in asking.get("livenessProbe", ()):
        status, probe = _running(pod, use), use.container.liveness_probe
        begun = status.state.running.started_at if status and status.state.running else None
        if probe is not None and status is not None and status.started is True and begun is not None:
            outlived = shifted(begun, probe.initial_delay_seconds + _window(probe))
            if outlived < snapshot.observed_at:
                return "liveness"
    for use in asking.get("startupProbe", ()):
        status = _running(pod, use)
        if status is not None and status.started is True:
            return "startup"
    return None


def _window(probe: Probe) -> int:
    """The seconds that a probe may fail before the kubelet acts on it."""
    return probe.period_seconds * probe.failure_threshold


def _is_lost(snapshot: Snapshot, pod: Pod) -> bool:
    """Whether the pod's node is known not to report: what its kubelet said last stays as it was."""
    node = snapshot.node(pod.spec.node_name)
    condition = node.ready_condition if node else None
    return condition is not None and condition.status != "True"
