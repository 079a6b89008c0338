"""The containers that serve the ports of a Service, each once per workload."""

from collections.abc import Sequence
from functools import cache

import msgspec

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

Use = tuple[Container, TracedPort, int, Pod]


class Serving(msgspec.Struct, frozen=True):
    """A container that declares what Service ports resolve to.

    Attributes:
        container: the container, as the first of the pods has it.
        path: its place in the pod, as in `spec.containers[0]`.
        ports: the Service ports it serves.
        numbers: what they resolve to, each once.
        pods: the pods of one workload that have it.
    """

    container: Container
    path: str
    ports: tuple[TracedPort, ...]
    numbers: tuple[int, ...]
    pods: tuple[Pod, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """The ports it serves as a person says them."""
        return tuple(f"port {port.title}" for port in self.ports)


def serving_containers(traced: TracedService) -> tuple[Serving, ...]:
    """The containers behind a Service, by workload and name. A number that nobody declares belongs to no container."""
    return traced.once(_serving_containers)


def _serving_containers(traced: TracedService) -> tuple[Serving, ...]:
    groups: dict[tuple[str, str, str], list[Use]] = {}
    for port in traced.ports:
        for entry in port.resolved:
            declared = entry.resolution.declaration if entry.resolution else None
            if entry.resolution is None or declared is None or entry.pod.terminating:
                continue
            path = _place(entry.pod.spec.containers, entry.pod.spec.init_containers, declared.container)
            key = (traced.owner(entry.pod).title, declared.container.name, path)
            groups.setdefault(key, []).append((declared.container, port, entry.resolution.number, entry.pod))
    return tuple(_serving(path, uses) for (_, _, path), uses in groups.items())


def _serving(path: str, uses: Sequence[Use]) -> Serving:
    return Serving(
        container=uses[0][0],
        path=path,
        ports=tuple({port.index: port for _, port, _, _ in uses}.values()),
        numbers=tuple(dict.fromkeys(number for _, _, number, _ in uses)),
        pods=tuple({pod.key: pod for _, _, _, pod in uses}.values()),
    )


@cache
def _place(containers: tuple[Container, ...], init_containers: tuple[Container, ...], wanted: Container) -> str:
    if wanted in containers:
        return f"spec.containers[{containers.index(wanted)}]"
    return f"spec.initContainers[{init_containers.index(wanted)}]"
