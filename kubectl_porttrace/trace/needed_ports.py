"""Which of the pods' ports others need: other ports of the Service, other Services of the same pods, probes."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.probes import hooks, probes
from kubectl_porttrace.trace.service import TracedService


class NeededName(msgspec.Struct, frozen=True):
    """A name that some pods have to keep, or have to get where it is not `found`, and what needs it.

    `needed_by` is as in `port https 443/TCP`, `Service admin`.
    """

    name: str
    protocol: str
    needed_by: str
    found: bool


def names_needed(traced: TracedService, port: TracedPort) -> tuple[NeededName, ...]:
    """The names that others than one port of a Service need on the pods where that port is not found.

    Other Services are those that were read; for a Service asked for by name there may be more.
    """
    pods = {pod.spec.shape: pod for pod in port.unresolved}.values()
    return tuple(dict.fromkeys(needed for pod in pods for needed in _on_pod(traced, port, pod)))


def _on_pod(traced: TracedService, port: TracedPort, pod: Pod) -> Iterator[NeededName]:
    for other in traced.ports:
        if other.index != port.index and isinstance(other.spec.target, str):
            found = find_port(pod, other.spec) is not None
            yield NeededName(other.spec.target, other.spec.protocol, f"port {other.title}", found)
    for service in traced.snapshot.selecting.services(pod):
        for spec in service.spec.ports if service.key != traced.service.key else ():
            if isinstance(spec.target, str):
                found = find_port(pod, spec) is not None
                yield NeededName(spec.target, spec.protocol, f"Service {service.name}", found)
    for use in (*probes(pod.spec), *hooks(pod.spec)):
        if isinstance(use.action.port, str) and not use.unresolved:
            # The kubelet looks a name up without its protocol (`pkg/kubelet/prober/probe.go`, `pkg/probe/util.go`).
            for protocol in ("TCP", "UDP", "SCTP"):
                yield NeededName(
                    use.action.port, protocol, f"a {use.kind} of container {use.container.name}", found=True
                )
