"""The ports of cluster-wide policies, as ClusterNetworkPolicy writes them and as the kinds before it do."""

import msgspec

from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.written_number import LAST_PORT


class PortMatch(msgspec.Struct, frozen=True):
    """Ports of a pod: a range of one protocol, or those of a name; neither where the form is newer than these.

    `protocol` is empty for a name, which is looked up together with the protocol of the connection.
    """

    protocol: str = ""
    first: int = 1
    last: int = LAST_PORT
    name: str = ""

    @property
    def known(self) -> bool:
        """Whether its form is known."""
        return bool(self.protocol or self.name)


class PortRange(Value, frozen=True):
    """A range, both ends in it; `protocol` is said in it by AdminNetworkPolicy alone."""

    start: int = 1
    end: int = LAST_PORT
    protocol: str = "TCP"


class DestinationPort(Value, frozen=True):
    """A number or a range."""

    number: int = 0
    range: PortRange | None = None


class ProtocolPorts(Value, frozen=True):
    """Ports of one protocol; None is all of them."""

    destination_port: DestinationPort | None = None


class ClusterNetworkPolicyProtocol(Value, frozen=True):
    """One of `protocols`: exactly one field is set."""

    tcp: ProtocolPorts | None = None
    udp: ProtocolPorts | None = None
    sctp: ProtocolPorts | None = None
    destination_named_port: str = ""

    @property
    def match(self) -> PortMatch:
        """The same, however it is written."""
        for protocol, ports in (("TCP", self.tcp), ("UDP", self.udp), ("SCTP", self.sctp)):
            if ports is not None:
                return _of(protocol, ports.destination_port)
        return PortMatch(name=self.destination_named_port)


class PortNumber(Value, frozen=True):
    """One port."""

    port: int = 0
    protocol: str = "TCP"


class AdminNetworkPolicyPort(Value, frozen=True):
    """One of `ports`: exactly one field is set."""

    port_number: PortNumber | None = None
    port_range: PortRange | None = None
    named_port: str = ""

    @property
    def match(self) -> PortMatch:
        """The same, however it is written."""
        if self.port_number is not None:
            return PortMatch(self.port_number.protocol, self.port_number.port, self.port_number.port)
        if self.port_range is not None:
            return PortMatch(self.port_range.protocol, self.port_range.start, self.port_range.end)
        return PortMatch(name=self.named_port)


def _of(protocol: str, port: DestinationPort | None) -> PortMatch:
    if port is None:
        return PortMatch(protocol)
    if port.range is not None:
        return PortMatch(protocol, port.range.start, port.range.end)
    return PortMatch(protocol, port.number, port.number) if port.number else PortMatch()
