"""Which Service port a reference means: one function, over a table of the ways in which ports are named."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import msgspec

from kubectl_porttrace.model.reference import (
    AllPorts,
    ByName,
    ByNumber,
    ByPattern,
    ByTargetNumber,
    DeclaredPort,
    DefaultPort,
    OnlyPort,
    PortChoice,
    Reference,
)
from kubectl_porttrace.model.regular_expression import fully_matches
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.spelling import one_digit_apart
from kubectl_porttrace.spellings import nearest

Near = Literal[
    "other-protocol",
    "target-port",
    "pod-port",
    "port",
    "node-port",
    "target-name",
    "number-of-name",
    "spelling",
    "only",
]
"""What a port that is none is of a port that there is."""

PodPorts = Mapping[int, frozenset[int]]
"""The numbers to which each port of a Service, by its place, resolves on the pods."""

NO_POD_PORTS: PodPorts = MappingProxyType({})


class NearestPort(msgspec.Struct, frozen=True):
    """The port that was probably meant: its place in `spec.ports`, and what the written port is of it."""

    index: int
    near: Near


class Resolved(msgspec.Struct, frozen=True):
    """The ports that are meant, by their places in `spec.ports`: one, or all that a way of naming takes."""

    indices: tuple[int, ...]


class Missing(msgspec.Struct, frozen=True):
    """There is no such port."""

    nearest: NearestPort | None = None


class Ambiguous(msgspec.Struct, frozen=True):
    """No port is named, and there are several; or one is named in a way that is not evaluated here."""

    indices: tuple[int, ...]


class Unbound(msgspec.Struct, frozen=True):
    """The Service stands for another host, which is dialled at the number as it is, whatever the Service declares."""


Resolution: TypeAlias = Resolved | Missing | Ambiguous | Unbound


class _Asked(msgspec.Struct, frozen=True):
    """A port of a Service, and what it resolves to on the pods."""

    port: ServicePort
    on_pods: frozenset[int]


def _by_number(choice: ByNumber | DefaultPort, asked: _Asked) -> bool:
    return asked.port.port == choice.number


def _by_name(choice: ByName, asked: _Asked) -> bool:
    return bool(choice.name) and asked.port.name == choice.name


def _by_target_number(choice: ByTargetNumber, asked: _Asked) -> bool:
    return choice.number in (asked.on_pods or {asked.port.target})


def _by_pattern(choice: ByPattern, asked: _Asked) -> bool:
    return fully_matches(choice.pattern, asked.port.name) is True


def _any(_choice: AllPorts | OnlyPort | DeclaredPort, _asked: _Asked) -> bool:
    return True


MATCHES: Mapping[type[PortChoice], Callable[[Any, _Asked], bool]] = MappingProxyType(
    {
        ByNumber: _by_number,
        ByName: _by_name,
        ByTargetNumber: _by_target_number,
        ByPattern: _by_pattern,
        DeclaredPort: _any,
        AllPorts: _any,
        OnlyPort: _any,
        DefaultPort: _by_number,
    }
)
"""Whether a port is meant, for each way of naming one."""

_TAKES_ALL = (ByPattern, AllPorts, DeclaredPort)


def resolve(reference: Reference, service: Service, pod_ports: PodPorts = NO_POD_PORTS) -> Resolution:
    """The ports of a Service that a reference means.

    A controller that dials an ExternalName does so at the number given, declared or not (ingress-nginx
    `controller.go:externalNamePorts`, Traefik `getServicePort`, the API server's `pkg/util/proxy/proxy.go`).

    Args:
        reference: the place that names a port.
        service: the Service that it names.
        pod_ports: what its ports resolve to on the pods, where that is known; else their targetPorts count.
    """
    asked = [_Asked(port, pod_ports.get(index, frozenset())) for index, port in enumerate(service.spec.ports)]
    meant = [index for index, each in enumerate(asked) if MATCHES[type(reference.port)](reference.port, each)]
    fitting = tuple(index for index in meant if reference.protocol in {None, service.spec.ports[index].protocol})
    if isinstance(reference.port, OnlyPort) and len(fitting) > 1:
        return Ambiguous(fitting)
    if fitting:
        return Resolved(fitting if isinstance(reference.port, _TAKES_ALL) else fitting[:1])
    if service.external:
        return Unbound()
    if isinstance(reference.port, ByPattern) and fully_matches(reference.port.pattern, "") is None:
        return Ambiguous(tuple(range(len(asked))))
    if isinstance(reference.port, ByTargetNumber) and any(_is_open(each) for each in asked):
        return Ambiguous(tuple(index for index, each in enumerate(asked) if _is_open(each)))
    if meant:
        return Missing(NearestPort(meant[0], "other-protocol"))
    return Missing(_nearest(reference, asked))


def _is_open(asked: _Asked) -> bool:
    """Whether nothing tells to which number a port resolves: its targetPort is a name, and no pod answers for it."""
    return isinstance(asked.port.target, str) and not asked.on_pods


def _nearest(reference: Reference, asked: list[_Asked]) -> NearestPort | None:
    """The port that was probably meant: the one that has the written word in another of its roles."""
    roles = _NUMBER_ROLES if isinstance(reference.written_port, int) else _NAME_ROLES
    for near, plays in roles:
        found = [index for index, each in enumerate(asked) if plays(reference.written_port, each)]
        if found:
            return NearestPort(found[0], near)
    spelt = _misspelt(reference.written_port, asked)
    if spelt is not None:
        return NearestPort(spelt, "spelling")
    return NearestPort(0, "only") if len(asked) == 1 else None


_Role: TypeAlias = tuple[Near, Callable[[Any, _Asked], bool]]

_NUMBER_ROLES: tuple[_Role, ...] = (
    ("port", lambda number, asked: asked.port.port == number),
    ("target-port", lambda number, asked: asked.port.target == number),
    ("pod-port", lambda number, asked: number in asked.on_pods),
    ("node-port", lambda number, asked: asked.port.node_port == number),
)

_NAME_ROLES: tuple[_Role, ...] = (
    ("target-name", lambda name, asked: asked.port.target == name),
    ("number-of-name", lambda name, asked: str(asked.port.port) == name),
)


def _misspelt(written: int | str | None, asked: list[_Asked]) -> int | None:
    if isinstance(written, int):
        close = [index for index, each in enumerate(asked) if one_digit_apart(str(written), str(each.port.port))]
        return close[0] if len(close) == 1 else None
    word = nearest(written or "", [each.port.name for each in asked if each.port.name])
    return next((index for index, each in enumerate(asked) if word and each.port.name == word), None)
