"""Services as targets: by name, and port by port."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kubectl_porttrace.complete.protocol import Candidate
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.question import ServiceTarget
from kubectl_porttrace.target import is_name, parse_target


class PartialTarget(msgspec.Struct, frozen=True):
    """A target that is still being written.

    Attributes:
        kind: `svc/`, or nothing.
        name: as much of the name as there is.
        port: as much of the port as there is; None where there is no colon yet.
    """

    kind: str
    name: str
    port: str | None


def split_target(typed: str) -> PartialTarget | None:
    """The parts of a target that is not whole yet; None where no Service can come of it, as of `pod/web` or a URL."""
    kind, slash, _ = typed.partition(":")[0].partition("/")
    before = f"{kind}/" if slash else ""
    if "://" in typed or (before and not _understood(f"{before}web")):
        return None
    name, colon, port = typed.removeprefix(before).partition(":")
    return PartialTarget(before, name, port if colon else None)


def by_name(services: Iterable[Service], given: Sequence[str], kind: str) -> Iterator[Candidate]:
    """The Services that were not asked for yet, with type and ports as `kubectl get services` tells them.

    Args:
        services: those there are.
        given: the targets on the command line.
        kind: what stands in front of the name, as `svc/`.
    """
    whole = {target.name for target in _targets(given) if target.port is None}
    for service in sorted(services, key=lambda each: each.key):
        # Only what is a name: what else a server may send could mean something to a shell.
        if is_name(service.name) and service.name not in whole:
            yield Candidate(kind + service.name, _summary(service))


def by_port(services: Iterable[Service], given: Sequence[str], head: str) -> Iterator[Candidate]:
    """The ports that were not asked for yet, by name and by number; with the protocol where the number is shared.

    Args:
        services: those of the name that is typed.
        given: the targets on the command line.
        head: what stands in front of the port, as `svc/web:`.
    """
    targets = _targets(given)
    for service in services:
        mine = [target for target in targets if target.name == service.name]
        for port in service.spec.ports:
            if not any(_asks_for(target, port) for target in mine):
                yield from _port(service, port, head)


def by_node_port(services: Iterable[Service], given: Sequence[str]) -> Iterator[Candidate]:
    """The node ports that were not asked for yet, with the Service port they lead to; with the protocol where it tells.

    Args:
        services: those there are.
        given: the targets on the command line.
    """
    opened = [(port.node_port, port, each) for each in services for port in each.spec.ports if port.node_port]
    numbers = Counter(number for number, _, _ in opened)
    for number, port, service in sorted(opened, key=lambda each: (each[0], each[1].protocol)):
        value = f":{number}/{port.protocol}" if numbers[number] > 1 else f":{number}"
        if value not in given and is_name(service.name):
            yield Candidate(value, f"{service.namespace}/{service.name} {port.title}")


def _port(service: Service, port: ServicePort, head: str) -> Iterator[Candidate]:
    numbered = f"{port.port}/{port.protocol}"
    shared = sum(each.port == port.port for each in service.spec.ports) > 1
    by_number = head + (numbered if shared else str(port.port))
    if is_name(port.name):
        yield Candidate(head + port.name, numbered)
        yield Candidate(by_number, port.name)
    else:
        yield Candidate(by_number, numbered)


def _asks_for(target: ServiceTarget, port: ServicePort) -> bool:
    return target.port in {None, port.name, str(port.port)} and target.protocol in {None, port.protocol}


def _summary(service: Service) -> str:
    """The columns TYPE and PORT(S). Source: `k8s.io/kubernetes/pkg/printers/internalversion/printers.go`."""
    return f"{service.spec.type} {','.join(map(_opened, service.spec.ports)) or '<none>'}"


def _opened(port: ServicePort) -> str:
    return f"{port.port}{f':{port.node_port}' if port.node_port else ''}/{port.protocol}"


def _targets(given: Iterable[str]) -> list[ServiceTarget]:
    return [target for written in given if (target := _understood(written))]


def _understood(written: str) -> ServiceTarget | None:
    try:
        target = parse_target(written)
    except UsageError:
        return None
    return target if isinstance(target, ServiceTarget) else None
