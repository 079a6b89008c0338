"""The ports of some pods, and the Service ports that end at each of them."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Literal

import msgspec

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


def ports_of(pods: Sequence[Pod], services: Iterable[TracedService]) -> tuple[WorkloadPort, ...]:
    """The ports that pods declare, in the order of their containers, then those reached by number alone."""
    reached: dict[Number, list[Reach]] = {}
    for service in services:
        for port in service.ports:
            for number, reach in _reaches(service, port, pods):
                reached.setdefault(number, []).append(reach)
    shapes = {pod.spec.shape: pod for pod in pods}.values()
    probed = {entry for pod in shapes for entry in _probed(pod)}
    declared = dict.fromkeys(entry for pod in shapes for entry in declarations(pod.spec))
    keys = dict.fromkeys((_name_of(entry), entry.port, entry.kind) for entry in declared)
    first = {(_name_of(entry), entry.port, entry.kind): entry for entry in reversed(declared)}
    found: list[tuple[Number, Declaration | None]] = [
        ((first[key].port.container_port, first[key].port.protocol), first[key]) for key in keys
    ]
    known = {number for number, _ in found}
    found += [(number, None) for number in sorted(reached) if number not in known]
    return tuple(
        WorkloadPort(
            number=number[0],
            protocol=number[1],
            declaration=declaration,
            reached_by=tuple(reached.get(number, ())),
            probes=tuple(kind for kind in _PROBES if (number, kind) in probed),
        )
        for number, declaration in found
    )


def _name_of(declaration: Declaration) -> str:
    return declaration.container.name


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
