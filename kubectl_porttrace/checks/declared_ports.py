"""The ports that the containers of a pod declare, with the place where each is written."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.container import Container, ContainerPort
from kubectl_porttrace.model.pod import Pod


class WrittenPort(msgspec.Struct, frozen=True):
    """One declared port: `path` is that of the port, as in `spec.containers[0].ports[1]`."""

    container: Container
    port: ContainerPort
    path: str


def regular_ports(pod: Pod) -> Iterator[WrittenPort]:
    """The ports of the regular containers."""
    return _written(pod.spec.containers, "containers")


def sidecar_ports(pod: Pod) -> Iterator[WrittenPort]:
    """The ports of the sidecars."""
    return (each for each in _written(pod.spec.init_containers, "initContainers") if each.container.restartable)


def init_ports(pod: Pod) -> Iterator[WrittenPort]:
    """The ports of the init containers that have ended when the pod serves."""
    return (each for each in _written(pod.spec.init_containers, "initContainers") if not each.container.restartable)


def on_node(pod: Pod) -> Iterator[tuple[WrittenPort, int]]:
    """The ports of the node that really are opened for a pod, each with its number there; none for a sidecar's."""
    host = pod.spec.host_network
    for each in (*regular_ports(pod), *(sidecar_ports(pod) if host else ())):
        number = each.port.host_port or (each.port.container_port if host else 0)
        if number:
            yield each, number


def _written(containers: tuple[Container, ...], field: str) -> Iterator[WrittenPort]:
    for place, container in enumerate(containers):
        for index, port in enumerate(container.ports):
            yield WrittenPort(container, port, f"spec.{field}[{place}].ports[{index}]")
