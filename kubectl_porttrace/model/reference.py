"""A place in some object that names a Service port: the same value for every kind that does."""

from typing import Final, Literal, TypeAlias

import msgspec


class ByNumber(msgspec.Struct, frozen=True):
    """The number of a Service port."""

    number: int


class ByName(msgspec.Struct, frozen=True):
    """The name of a Service port."""

    name: str


class ByTargetNumber(msgspec.Struct, frozen=True):
    """The number that a Service port resolves to on the pods."""

    number: int


class ByPattern(msgspec.Struct, frozen=True):
    """A regular expression that the whole name of a Service port has to match."""

    pattern: str


class DeclaredPort(msgspec.Struct, frozen=True):
    """A port that the pods declare, by its number or by a regular expression for its name."""

    port: int | str


class AllPorts(msgspec.Struct, frozen=True):
    """Every port, because none is named."""


class OnlyPort(msgspec.Struct, frozen=True):
    """The one port there is, because none is named."""


class DefaultPort(msgspec.Struct, frozen=True):
    """The number of a Service port that stands for one that is left out."""

    number: int


PortChoice: TypeAlias = (
    ByNumber | ByName | ByTargetNumber | ByPattern | DeclaredPort | AllPorts | OnlyPort | DefaultPort
)
"""How a port is named, which differs from kind to kind."""

Role = Literal["traffic", "mirror", "policy", "scrape", "control-plane", "informational"]
"""What for. Of a mirror, a policy and what only informs, nothing that clients get depends."""

Dials = Literal["pods", "pods-alone", "cluster-ip", "node-port", "unknown"]
"""Where who reads the reference sends: to the addresses in slices, to pods that it finds without the Service, to the
Service's own address, or to a port of a node."""


HEALTH_PORT: Final = "healthPort"
"""The field that names the Service port of health checks, beside the one of requests."""


class Referrer(msgspec.Struct, frozen=True, order=True):
    """The object that names a Service port; `kind` is the key of its kind, `namespace` empty where it has none."""

    kind: str
    namespace: str
    name: str


class Match(msgspec.Struct, frozen=True):
    """The requests that a reference is for; without hosts, those for every host.

    Attributes:
        hosts: the hosts, as written.
        path: the path, as written; None where paths do not matter.
        path_type: how the path is compared, as the kind calls it.
    """

    hosts: tuple[str, ...] = ()
    path: str | None = None
    path_type: str | None = None


ANY_REQUEST = Match()


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One place that names a Service port.

    Attributes:
        referrer: the object it is in.
        path: the field path of the place, as the API server's own validation writes it.
        service_namespace: where the Service is to be.
        service_name: its name.
        port: its port, however the kind names ports.
        port_path: the field path of the port within `path`, as in `service.port.number`; empty where it is left out.
        port_at: the field path of the port, where it stands outside of `path`.
        role: what for.
        protocol: what the port has to speak; None for any.
        dials: where requests are sent.
        consumer: who reads it, where the kind itself says so.
        match: the requests it is for.
        weight: its share, where shares are written; 0 takes it out of use.
        health_port: the number of the Service port that is asked for health, without which nothing is sent; 0 where
            that is the port itself.
    """

    referrer: Referrer
    path: str
    service_namespace: str
    service_name: str
    port: PortChoice
    port_path: str = ""
    port_at: str = ""
    role: Role = "traffic"
    protocol: str | None = "TCP"
    dials: Dials = "pods"
    consumer: str | None = None
    match: Match = ANY_REQUEST
    weight: int | None = None
    health_port: int = 0

    @property
    def service_key(self) -> tuple[str, str]:
        """Namespace and name of the Service."""
        return (self.service_namespace, self.service_name)

    @property
    def written_port(self) -> int | str | None:
        """The port as it is written: a number, a name, or nothing."""
        return written_port(self.port)


def written_port(port: PortChoice) -> int | str | None:
    """What a port is called where it is named; None where it is left out."""
    match port:
        case ByNumber(number) | ByTargetNumber(number):
            return number
        case ByName(word) | ByPattern(word):
            return word
        case DeclaredPort(declared):
            return declared
        case _:
            return None
