"""What was asked for: a Service, or one of its ports, as a person writes it; and which Services that is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from ipaddress import ip_address

import msgspec

from kubectl_porttrace.errors import NotFoundError, UsageError
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.selector import Requirement, selects

_SERVICE_WORDS = {"svc", "service", "services"}
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_PROTOCOLS = {"TCP", "UDP", "SCTP"}
_FORMS = "write a Service as web, svc/web, web:http, web:80 or web:53/UDP"
_ONLY_SERVICES = "this version follows Services only"


class Target(msgspec.Struct, frozen=True):
    """A Service by name, and one of its ports by name or number; None for all of them."""

    name: str
    port: str | None = None
    protocol: str | None = None


class Chosen(msgspec.Struct, frozen=True):
    """The Services asked for, and for some of them the places in `spec.ports`, by namespace and name.

    `not_found` says of the other targets that they do not exist.
    """

    services: tuple[Service, ...]
    ports: dict[tuple[str, str], frozenset[int]]
    not_found: tuple[NotFoundError, ...] = ()


def parse_targets(words: Sequence[str]) -> tuple[Target, ...]:
    """Understand the targets of a command line, also as kubectl takes them: `svc web api` is `svc/web svc/api`.

    A first word that names the kind is one only where names follow it; `svc` alone is a Service of that name, and so
    is `svc/svc` anywhere.

    Raises:
        UsageError: one of them is none, or of a kind that is not followed.
    """
    first, *rest = words or ("",)
    named = rest and first.lower() in _SERVICE_WORDS and not any(_names_its_kind(word) for word in rest)
    return tuple(parse_target(word) for word in (rest if named else words))


def _names_its_kind(word: str) -> bool:
    kind, slash, _ = word.partition("/")
    return bool(slash) and kind.lower() in _SERVICE_WORDS


def parse_target(written: str) -> Target:
    """Understand one target.

    Raises:
        UsageError: it is none, or one of a kind that is not followed.
    """
    _refuse_other_kinds(written)
    kind, slash, rest = written.partition("/")
    named = slash and kind.lower() in _SERVICE_WORDS
    name, colon, port = (rest if named else written).partition(":")
    port, _, protocol = port.partition("/")
    if not is_name(name) or (colon and not port) or (protocol and protocol.upper() not in _PROTOCOLS):
        raise UsageError(f'"{written}" is no name of a Service', _FORMS)
    return Target(name, port or None, protocol.upper() or None)


def is_name(word: str) -> bool:
    """Whether a word can be the name of a Service or a namespace: a DNS label."""
    return _NAME.fullmatch(word) is not None


def choose(
    snapshot: Snapshot, targets: Sequence[Target], namespace: str | None, labels: tuple[Requirement, ...] = ()
) -> Chosen:
    """The Services that targets name among those that were read; every one of the namespace where there is no target.

    Args:
        snapshot: what was read.
        targets: what was asked for.
        namespace: where to look; None for everywhere.
        labels: what the Services' labels have to meet.
    """
    here = [
        service
        for service in snapshot.services
        if namespace in {None, service.namespace} and selects(labels, service.metadata.labels)
    ]
    if not targets:
        return Chosen(tuple(here), {})
    chosen: dict[tuple[str, str], Service] = {}
    ports: dict[tuple[str, str], frozenset[int]] = {}
    not_found: list[NotFoundError] = []
    for target in targets:
        found = [service for service in here if service.name == target.name]
        try:
            if not found:
                raise _no_service(target, here, namespace)
            wanted = [_places(snapshot, service, target) for service in found]
        except NotFoundError as error:
            not_found.append(error)
            continue
        for service, places in zip(found, wanted, strict=True):
            # All ports of a Service asked for once are asked for, whatever else is said of it.
            whole = service.key in chosen and service.key not in ports
            chosen[service.key] = service
            if places is None or whole:
                ports.pop(service.key, None)
            else:
                ports[service.key] = ports.get(service.key, frozenset()) | places
    return Chosen(tuple(chosen.values()), ports, tuple(not_found))


def _refuse_other_kinds(written: str) -> None:
    if "://" in written:
        raise UsageError(
            f'"{written}" is a URL: {_ONLY_SERVICES}', f"{_FORMS}; kubectl get ingress shows what serves it"
        )
    host, _, port = written.rpartition(":")
    if any(_is_address(part.strip("[]")) for part in (written, host)):
        raise UsageError(
            f'"{written}" is an address: {_ONLY_SERVICES}', f"{_FORMS}; kubectl get services -A -o wide shows addresses"
        )
    if written.startswith(":") and port.isdecimal():
        raise UsageError(
            f'"{written}" is a port without a Service: {_ONLY_SERVICES}',
            f"{_FORMS}; kubectl get services -A shows who owns a node port",
        )
    kind, slash, _ = written.partition("/")
    if slash and kind and ":" not in kind and kind.lower() not in _SERVICE_WORDS:
        raise UsageError(f'"{written}" is no Service: {_ONLY_SERVICES}', f"{_FORMS}; without a target all are followed")


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True


def _no_service(target: Target, here: Sequence[Service], namespace: str | None) -> NotFoundError:
    names = sorted({service.name for service in here})
    near = get_close_matches(target.name, names, n=3)
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    elif names:
        more = len(names) - 5
        hint = f"there are: {', '.join(names[:5])}{f' and {more} more' if more > 0 else ''}"
    else:
        hint = "there are no Services" + (" in that namespace; -n NAMESPACE looks in another" if namespace else "")
    where = f' in namespace "{namespace}"' if namespace else ""
    return NotFoundError(f'service "{target.name}" not found{where}', hint)


def _places(snapshot: Snapshot, service: Service, target: Target) -> frozenset[int] | None:
    """The places in `spec.ports` of the port asked for; None for all. One number may have several protocols."""
    if target.port is None:
        return None
    places = frozenset(
        place
        for place, port in enumerate(service.spec.ports)
        if target.port in {port.name, str(port.port)} and target.protocol in {None, port.protocol}
    )
    if not places:
        raise _no_port(snapshot, service, target)
    return places


def _no_port(snapshot: Snapshot, service: Service, target: Target) -> NotFoundError:
    wanted = f"{target.port}/{target.protocol}" if target.protocol else target.port
    declared = ", ".join(_title(port) for port in service.spec.ports)
    has = f"it has {declared}" if declared else "it has none"
    message = f'service "{service.name}" in namespace "{service.namespace}" has no port {wanted}: {has}'
    for what, port in _behind(snapshot.pods_of(service), service, target):
        return NotFoundError(
            message, f"{target.port} is {what} of port {_title(port)}: ask for {service.name}:{port.port}"
        )
    names = get_close_matches(target.port or "", [port.name for port in service.spec.ports if port.name], n=1)
    return NotFoundError(message, f"did you mean {service.name}:{names[0]}?" if names else "")


def _behind(pods: Iterable[Pod], service: Service, target: Target) -> Iterator[tuple[str, ServicePort]]:
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


def _title(port: ServicePort) -> str:
    return f"{port.port}/{port.protocol}" + (f" ({port.name})" if port.name else "")
