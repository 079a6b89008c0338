"""What of a Snapshot a Question asks about; and what to say where it is not there."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kubectl_porttrace.diagnose.near_names import hint_of_names, near_names
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import PortKey, Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question, ServiceTarget


class AskedService(msgspec.Struct, frozen=True):
    """A Service that was asked about, and those of its ports that were; None for all of them."""

    service: Service
    ports: frozenset[PortKey] | None = None


class AskedServices(msgspec.Struct, frozen=True):
    """The Services asked about, by namespace and name; and of each target that does not exist, that it does not."""

    services: tuple[AskedService, ...]
    not_found: tuple[NotFoundError, ...] = ()


def asked_services(snapshot: Snapshot, question: Question) -> AskedServices:
    """What a Question asks about among what was read. One target that does not exist keeps nothing from the others."""
    here = sorted((each for each in snapshot.services if question.allows(each)), key=lambda service: service.key)
    if not question.targets:
        return AskedServices(tuple(map(AskedService, here)))
    found: list[AskedService] = []
    not_found: list[NotFoundError] = []
    for target in question.services:
        try:
            named = tuple(_named(snapshot, here, target, question.namespace))
        except NotFoundError as error:
            not_found.append(error)
            continue
        found += named
    return AskedServices(asked_together(found), tuple(not_found))


def asked_together(found: Iterable[AskedService]) -> tuple[AskedService, ...]:
    """Each Service once, in the order of the report, with all ports that were asked for in any way."""
    asked: dict[tuple[str, str], AskedService] = {}
    for one in found:
        key = one.service.key
        asked[key] = _together(asked[key], one) if key in asked else one
    return tuple(asked[key] for key in sorted(asked))


def _named(
    snapshot: Snapshot, here: Sequence[Service], target: ServiceTarget, namespace: str | None
) -> Iterator[AskedService]:
    found = [service for service in here if service.name == target.name]
    if not found:
        raise _no_service(target, here, namespace)
    for service in found:
        yield AskedService(service, _ports(snapshot, service, target))


def _together(one: AskedService, other: AskedService) -> AskedService:
    """A Service asked about twice: all of it where one of the two asks for all."""
    if one.ports is None or other.ports is None:
        return AskedService(one.service)
    return AskedService(one.service, one.ports | other.ports)


def _no_service(target: ServiceTarget, here: Sequence[Service], namespace: str | None) -> NotFoundError:
    hint = hint_of_names(target.name, (service.name for service in here), "Services", namespace)
    where = f' in namespace "{namespace}"' if namespace else ""
    return NotFoundError(f'service "{target.name}" not found{where}', hint)


def _ports(snapshot: Snapshot, service: Service, target: ServiceTarget) -> frozenset[PortKey] | None:
    """The ports that a target names; None for all of them. One number may have several protocols."""
    if target.port is None:
        return None
    ports = frozenset(
        PortKey(*service.key, place)
        for place, port in enumerate(service.spec.ports)
        if target.port in {port.name, str(port.port)} and target.protocol in {None, port.protocol}
    )
    if not ports:
        raise _no_port(snapshot, service, target)
    return ports


def _no_port(snapshot: Snapshot, service: Service, target: ServiceTarget) -> NotFoundError:
    wanted = f"{target.port}/{target.protocol}" if target.protocol else target.port
    declared = ", ".join(port.title for port in service.spec.ports)
    has = f"it has {declared}" if declared else "it has none"
    message = f'service "{service.name}" in namespace "{service.namespace}" has no port {wanted}: {has}'
    for what, port in _behind(snapshot.pods_of(service), service, target):
        return NotFoundError(
            message, f"{target.port} is {what} of port {port.title}: ask for {service.name}:{port.port}"
        )
    names = near_names(target.port or "", [port.name for port in service.spec.ports if port.name], 1)
    return NotFoundError(message, f"did you mean {service.name}:{names[0]}?" if names else "")


def _behind(pods: Iterable[Pod], service: Service, target: ServiceTarget) -> Iterator[tuple[str, ServicePort]]:
    """The ports that have the asked number in another of their roles."""
    for port in service.spec.ports:
        if target.port == str(port.node_port):
            yield "the nodePort", port
        if target.port == str(port.target):
            yield "the targetPort", port
    numbers = {
        (declared.name, declared.protocol)
        for pod in pods
        for container in (*pod.spec.containers, *pod.spec.sidecars)
        for declared in container.ports
        if target.port == str(declared.container_port)
    }
    for port in service.spec.ports:
        if (port.target, port.protocol) in numbers:
            yield f'the containerPort of targetPort "{port.target}"', port
