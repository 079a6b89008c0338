"""Numeric targetPorts and what pods declare: what the checks on them share.

A number needs no declaration: it is used as it is (`k8s.io/endpointslice/utils.go:FindPort`), and a container may
listen on ports it does not declare. What the pods declare only hints at a entry.
"""

from typing import Literal

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

Where = Literal["everywhere", "some pods", "other protocol", "init container", "nowhere"]


class NumericTarget(msgspec.Struct, frozen=True):
    """A port with a numeric targetPort, the pods it is sent to, and where they declare that number.

    `protocols` are the other protocols with which serving containers declare the number.
    """

    port: TracedPort
    number: int
    pods: tuple[Pod, ...]
    declaring: tuple[Pod, ...]
    protocols: tuple[str, ...]
    where: Where

    @property
    def silent(self) -> tuple[Pod, ...]:
        """The pods that do not declare it."""
        declaring = {pod.name for pod in self.declaring}
        return tuple(pod for pod in self.pods if pod.name not in declaring)


def numeric_targets(traced: TracedService) -> tuple[NumericTarget, ...]:
    """The ports with a numeric targetPort and at least one pod behind them."""
    return traced.once(_numeric_targets)


def _numeric_targets(traced: TracedService) -> tuple[NumericTarget, ...]:
    return tuple(
        _numeric_target(traced, port, port.spec.target)
        for port in traced.ports
        if isinstance(port.spec.target, int) and port.resolutions
    )


def _numeric_target(traced: TracedService, port: TracedPort, number: int) -> NumericTarget:
    pods = tuple(entry.pod for entry in port.resolutions)
    declaring = tuple(entry.pod for entry in port.resolved if entry.resolution and entry.resolution.declaration)
    templates = [outcome.pods[0] for outcome in port.outcomes]
    protocols = tuple(
        dict.fromkeys(
            entry.port.protocol
            for pod in templates
            for entry in declarations(pod.spec)
            if entry.port.container_port == number and entry.port.protocol != port.spec.protocol
        )
    )
    where: Where = "nowhere"
    if declaring:
        where = "everywhere" if len(declaring) == len(pods) else "some pods"
    elif protocols and not _served_beside(traced, port, number, protocols):
        where = "other protocol"
    elif not protocols and any(_declared_by_init(pod, number, port.spec.protocol) for pod in templates):
        where = "init container"
    return NumericTarget(port, number, pods, declaring, protocols, where)


def _served_beside(traced: TracedService, port: TracedPort, number: int, protocols: tuple[str, ...]) -> bool:
    """Whether the Service sends the declared protocol to that number too, as DNS and HTTP/3 do on purpose."""
    return any(
        number in other.numbers
        for other in traced.ports
        if other.index != port.index and other.spec.protocol in protocols
    )


def _declared_by_init(pod: Pod, number: int, protocol: str) -> bool:
    return any(
        port.container_port == number and port.protocol == protocol
        for container in pod.spec.ordinary_init_containers
        for port in container.ports
    )
