"""Named targetPorts and what pods declare: what the checks on them share."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from kubectl_porttrace.checks.commands import patch_service
from kubectl_porttrace.checks.phrases import by_workload, named
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import Declaration, declarations
from kubectl_porttrace.trace.port import Outcome, TracedPort
from kubectl_porttrace.trace.service import TracedService


def unresolved_everywhere(traced: TracedService) -> Iterator[tuple[TracedPort, str]]:
    """The ports whose targetPort is a name that no matched pod has, each with that name."""
    for port in traced.ports:
        if port.named_target is not None and port.unresolved and not port.resolved:
            yield port, port.named_target


def severity_of(traced: TracedService) -> Severity | None:
    """A warning for a headless Service, whose name still resolves to the pods; else the check's own severity."""
    return "warning" if traced.service.headless else None


def pods_declaring(
    traced: TracedService, port: TracedPort, wanted: Sequence[Declaration], every: Iterable[Pod]
) -> tuple[str, ...]:
    """Evidence of what some pods declare in place of a name.

    Args:
        traced: the Service.
        port: the port whose name does not resolve.
        wanted: the declarations that were found, one per pod.
        every: the pods they were found on.
    """
    shown = dict.fromkeys(f"container {entry.container.name} declares {written(entry)}" for entry in wanted)
    return (*list(shown)[:3], f"on {by_workload(traced, every)}; {len(port.unresolved)} selected in all")


def written(declaration: Declaration) -> str:
    """A declared port in words: `http 8080/TCP`, `8080/TCP without a name`."""
    return named(declaration.port)


class SameNamePorts(msgspec.Struct, frozen=True):
    """One pod's ports of one name and protocol, with more than one number: the one that is used, and the others."""

    pod: Pod
    winner: Declaration
    others: tuple[Declaration, ...]


def same_name_ports(port: TracedPort) -> Iterator[SameNamePorts]:
    """The pods on which other ports than the one that is used have the port's name and protocol."""
    name = port.named_target
    if name is None or not any(_other_numbers(port, each, name) for each in port.outcomes):
        return
    for entry in port.resolved:
        winner, *others = _of_name(declared_with(entry.pod, port.spec.protocol), name)
        if others:
            yield SameNamePorts(entry.pod, winner, tuple(others))


def _other_numbers(port: TracedPort, outcome: Outcome, name: str) -> bool:
    """Whether pods of one template have the name with more than one number."""
    if outcome.resolution is None:
        return False
    _, *others = _of_name(declared_with(outcome.pods[0], port.spec.protocol), name)
    return bool(others)


@lru_cache(maxsize=1024)
def _of_name(declared: tuple[Declaration, ...], name: str | None) -> tuple[Declaration, ...]:
    """The first declaration of a name, and those of the same name and another number."""
    first, *others = (found for found in declared if found.port.name == name)
    return (first, *(found for found in others if found.port.container_port != first.port.container_port))


def declared_with(pod: Pod, protocol: str) -> tuple[Declaration, ...]:
    """The ports of one protocol that the serving containers of a pod declare."""
    return _of_protocol(declarations(pod.spec), protocol)


@lru_cache(maxsize=1024)
def _of_protocol(declared: tuple[Declaration, ...], protocol: str) -> tuple[Declaration, ...]:
    return tuple(entry for entry in declared if entry.port.protocol == protocol)


def is_taken(traced: TracedService, port: TracedPort, number: int) -> bool:
    """Whether another port of the Service, of the same protocol, already sends to that number of the pods."""
    return any(index != port.index for index in traced.once(_senders).get((port.spec.protocol, number), ()))


def _senders(traced: TracedService) -> Mapping[tuple[str, int], Collection[int]]:
    """The ports that send to each number, by their place: two of them are enough, for one is another than any."""
    found: dict[tuple[str, int], set[int]] = {}
    for port in traced.ports:
        for number in port.numbers:
            senders = found.setdefault((port.spec.protocol, number), set())
            if len(senders) < 2:  # noqa: PLR2004 - as said
                senders.add(port.index)
    return found


def retarget(traced: TracedService, port: TracedPort, target: int | str | None, text: str) -> Fix:
    """A fix that changes the port's targetPort.

    Args:
        traced: the Service.
        port: its port.
        target: what is certain to be what was meant; None where nothing is, and for a Service that is still only in
            a file, where the file is the place to change it.
        text: the fix in words.
    """
    if target is None or traced.in_manifests:
        return Fix(text=text)
    return Fix(
        text=text,
        command=patch_service(traced.service, ("replace", f"/spec/ports/{port.index}/targetPort", target)),
    )
