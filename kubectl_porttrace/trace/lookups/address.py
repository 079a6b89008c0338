"""An address or a port that was asked about, with who owns it: what the checks and the report are made from."""

from typing import Literal

import msgspec

from kubectl_porttrace.model.address_owner import AddressOwner
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.trace.lookups.dns import TracedName
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict
from kubectl_porttrace.trace.workloads.ports import WorkloadPort

NumberRole = Literal["port", "targetPort", "nodePort"]
"""What a number is to a Service port."""


class LedTo(msgspec.Struct, frozen=True):
    """A Service port to which the number leads at the address; `verdict` is that of this way in alone."""

    service: TracedService
    port: TracedPort
    verdict: Verdict


class Mistaken(msgspec.Struct, frozen=True):
    """A Service port that knows the number, but not as what is dialled at the address."""

    service: TracedService
    port: TracedPort
    role: NumberRole


class TracedOwner(msgspec.Struct, frozen=True):
    """One owner of an address.

    Attributes:
        owner: who.
        service: the Service, followed; None for another object.
        leads_to: the Service ports to which the number leads there.
        mistaken: where it leads to none, those that know the number otherwise.
        container_ports: of a pod or a workload, its ports of that number.
    """

    owner: AddressOwner
    service: TracedService | None = None
    leads_to: tuple[LedTo, ...] = ()
    mistaken: tuple[Mistaken, ...] = ()
    container_ports: tuple[WorkloadPort, ...] = ()


class TracedAddress(msgspec.Struct, frozen=True):
    """An address or a port of a node, followed to its owners; `dns` is how the cluster's DNS answers a name."""

    snapshot: Snapshot
    target: AddressTarget
    owners: tuple[TracedOwner, ...]
    dns: TracedName | None = None

    @property
    def kind(self) -> str:
        """It is no object of the API."""
        return "Address"

    @property
    def namespace(self) -> str:
        """None: who owns it may be in any."""
        return ""

    @property
    def name(self) -> str:
        """As it was asked for."""
        return self.target.written

    @property
    def drifting(self) -> bool:
        """Whether the slices of one of its Services differ from what they should be."""
        return any(each.service.drifting for each in self.owners if each.service)

    @property
    def converging(self) -> bool:
        """Whether the slices of one of its Services are still catching up with a change."""
        return any(each.service.converging for each in self.owners if each.service)

    @property
    def number(self) -> str:
        """The port as it is told: `8080`, or `8080/UDP` where the protocol was asked for."""
        return f"{self.target.port}/{self.target.protocol}" if self.target.protocol else f"{self.target.port}"


def takes(target: AddressTarget, number: int, protocol: str) -> bool:
    """Whether a port is the one that is asked about."""
    return number == target.port and target.protocol in {None, protocol}


def ports_of_owner(owner: AddressOwner, service: TracedService) -> tuple[TracedPort, ...]:
    """The Service ports that an owner was found by."""
    keys: frozenset[PortKey] = frozenset(owner.ports)
    return tuple(port for port in service.ports if port.key in keys)
