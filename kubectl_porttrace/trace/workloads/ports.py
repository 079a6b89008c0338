"""The ports of some pods, and the Service ports that end at each of them."""

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Literal

import msgspec

from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import Declaration, declarations, find_port
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.probes import probes
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict

ProbeKind = Literal["readiness", "liveness", "startup"]

_PROBES: tuple[ProbeKind, ...] = ("readiness", "liveness", "startup")

Number = tuple[int, str]
"""Of a port and its protocol: the containers of a pod share one network, whichever of them declares the port."""


class Reach(msgspec.Struct, frozen=True):
    """A Service port that ends at a port of some pods.

    `verdict` is that of the Service port, but broken where none of these pods gets traffic of it.
    """

    service: TracedService
    port: TracedPort
    verdict: Verdict


class WorkloadPort(msgspec.Struct, frozen=True):
    """A port of some pods; `declaration` is None where no container declares the number that a Service sends to."""

    number: int
    protocol: str
    declaration: Declaration | None
    reached_by: tuple[Reach, ...]
    probes: tuple[ProbeKind, ...]


def ports_of(pods: Sequence[Pod], services: Sequence[TracedService]) -> tuple[WorkloadPort, ...]:
    """The ports that pods declare, in the order of their containers, then those reached by number alone.

    Pods of one workload may differ: what reaches a port is what ends at it on the pods that have it.
    """
    alike: dict[Hashable, list[Pod]] = {}
    for pod in pods:
        alike.setdefault(pod.spec.shape, []).append(pod)
    having: dict[tuple[str, ContainerPort, str], list[Pod]] = {}
    first: dict[tuple[str, ContainerPort, str], Declaration] = {}
    undeclared: dict[Number, list[Pod]] = {}
    for group in alike.values():
        declared = declarations(group[0].spec)
        for entry in declared:
            key = entry.container.name, entry.port, entry.kind
            first.setdefault(key, entry)
            having.setdefault(key, []).extend(group)
        numbers = {(entry.port.container_port, entry.port.protocol) for entry in declared}
        for number in sorted({number for number, _ in _all_reaches(services, group)} - numbers):
            undeclared.setdefault(number, []).extend(group)
    known = ((_number_of(entry), entry, having[key]) for key, entry in first.items())
    others = ((number, None, undeclared[number]) for number in sorted(undeclared))
    return tuple(_port(number, entry, there, services) for number, entry, there in chain(known, others))


def _number_of(declaration: Declaration) -> Number:
    return declaration.port.container_port, declaration.port.protocol


def _port(
    number: Number, declaration: Declaration | None, pods: Sequence[Pod], services: Sequence[TracedService]
) -> WorkloadPort:
    shapes = {pod.spec.shape: pod for pod in pods}.values()
    probed = {kind for pod in shapes for each, kind in _probed(pod) if each == number}
    return WorkloadPort(
        number=number[0],
        protocol=number[1],
        declaration=declaration,
        reached_by=tuple(reach for each, reach in _all_reaches(services, pods) if each == number),
        probes=tuple(kind for kind in _PROBES if kind in probed),
    )


def _all_reaches(services: Sequence[TracedService], pods: Sequence[Pod]) -> Iterator[tuple[Number, Reach]]:
    return (found for service in services for port in service.ports for found in _reaches(service, port, pods))


def _reaches(service: TracedService, port: TracedPort, pods: Sequence[Pod]) -> Iterator[tuple[Number, Reach]]:
    """The numbers at which a Service port ends on some pods: as slices say, and as its targetPort resolves."""
    ours = {_identity(pod) for pod in pods}
    behind = [backend for backend in port.backends if backend.pod is not None and _identity(backend.pod) in ours]
    numbers = {backend.port for backend in behind}
    known = {_identity(backend.pod) for backend in behind if backend.pod}
    numbers |= set(_resolved(service, port, pods, known))
    for number in sorted(numbers):
        usable = any(backend.usable and backend.port == number for backend in behind)
        kept = usable or port.verdict is Verdict.UNKNOWN
        yield (number, port.spec.protocol), Reach(service, port, port.verdict if kept else Verdict.BROKEN)


def _resolved(
    service: TracedService, port: TracedPort, pods: Iterable[Pod], known: Container[tuple[str | None, str, str]]
) -> Iterator[int]:
    """Where the port would end on the pods that the Service selects and that no slice holds."""
    selector = service.service.spec.selector
    for pod in pods:
        matches = service.service.selects and selector.items() <= pod.labels.items()
        resolution = find_port(pod, port.spec) if matches and not pod.terminal and _identity(pod) not in known else None
        if resolution is not None:
            yield resolution.number


def _identity(pod: Pod) -> tuple[str | None, str, str]:
    """A template bears the name of its workload, which others may have too."""
    return pod.template_of, pod.namespace, pod.name


def _probed(pod: Pod) -> Iterator[tuple[Number, ProbeKind]]:
    for use in probes(pod.spec):
        if use.number is not None and not use.action.host:
            yield (use.number, "TCP"), _PROBES[("readinessProbe", "livenessProbe", "startupProbe").index(use.kind)]
