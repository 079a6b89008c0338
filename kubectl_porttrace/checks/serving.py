"""The containers that serve the ports of a Service, each once per workload."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import KnowsOwners
from kubectl_porttrace.trace.port import PodResolution, TracedPort
from kubectl_porttrace.trace.service import TracedService

DeclaredNumber = tuple[Container, int, Pod]
ContainerPlace = tuple[str, str, str]
"""The title of a workload, the name of a container of it, and the container's path."""


class ServingContainer(NamedTuple):
    """A container that declares what a Service port resolves to, as `Serving` has it."""

    container: Container
    numbers: tuple[int, ...]
    pods: tuple[Pod, ...]


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
    groups: dict[ContainerPlace, list[tuple[TracedPort, ServingContainer]]] = {}
    for port in traced.ports:
        for place, uses in traced.of_pods(_uses, port.resolutions).items():
            groups.setdefault(place, []).append((port, uses))
    return tuple(_serving(place, found) for place, found in groups.items())


def _uses(subject: KnowsOwners, resolutions: tuple[PodResolution, ...]) -> Mapping[ContainerPlace, ServingContainer]:
    """The containers that declare what one targetPort resolves to, with the numbers, and the pods that have them."""
    found: dict[ContainerPlace, list[DeclaredNumber]] = {}
    for entry in resolutions:
        declared = entry.resolution.declaration if entry.resolution else None
        if entry.resolution is None or declared is None or entry.pod.terminating:
            continue
        path = _place(entry.pod.spec.containers, entry.pod.spec.init_containers, declared.container)
        key = subject.owner(entry.pod).title, declared.container.name, path
        found.setdefault(key, []).append((declared.container, entry.resolution.number, entry.pod))
    return {
        place: ServingContainer(
            container=uses[0][0],
            numbers=tuple(dict.fromkeys([number for _, number, _ in uses])),
            pods=tuple([pod for _, _, pod in uses]),
        )
        for place, uses in found.items()
    }


def _serving(place: ContainerPlace, found: Sequence[tuple[TracedPort, ServingContainer]]) -> Serving:
    lists = {id(uses.pods): uses.pods for _, uses in found}.values()
    return Serving(
        container=found[0][1].container,
        path=place[2],
        ports=tuple(port for port, _ in found),
        numbers=tuple(dict.fromkeys(number for _, uses in found for number in uses.numbers)),
        pods=next(iter(lists)) if len(lists) == 1 else tuple({id(pod): pod for pods in lists for pod in pods}.values()),
    )


@lru_cache(maxsize=1024)
def _place(containers: tuple[Container, ...], init_containers: tuple[Container, ...], wanted: Container) -> str:
    if wanted in containers:
        return f"spec.containers[{containers.index(wanted)}]"
    return f"spec.initContainers[{init_containers.index(wanted)}]"
