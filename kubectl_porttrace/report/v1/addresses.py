"""Addresses and ports of nodes, and who owns them."""

from kubectl_porttrace.report.v1.findings import ObjectReference
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import AddressWay, DnsType, PortRole, VerdictWord


class AddressPort(ReportValue, frozen=True):
    """A port to which the number leads: of a Service, or of a container.

    `verdict` is that of this way in alone; it is null for a container's port.
    """

    name: str
    number: int
    protocol: str
    verdict: VerdictWord | None
    container: str | None = None


class OtherPort(ReportValue, frozen=True):
    """A Service port that knows the number, but not as what is dialled at the address: `role` says as what."""

    namespace: str
    service: str
    port: int
    protocol: str
    node_port: int | None
    target_port: int | str
    role: PortRole


class AddressOwner(ReportValue, frozen=True):
    """An object that owns the address; `way` says as what.

    `ports` are those to which the number leads there, empty where it leads to none, or none was asked for.
    """

    way: AddressWay
    object: ObjectReference
    ports: tuple[AddressPort, ...]
    other_ports: tuple[OtherPort, ...]


class DnsRecords(ReportValue, frozen=True):
    """The records of one type that a name has; `port` is the number in those of type SRV."""

    type: DnsType
    name: str
    values: tuple[str, ...]
    port: int | None


class NoDnsRecords(ReportValue, frozen=True):
    """That a name has no records of a type, and why."""

    type: DnsType
    name: str
    reason: str


class DnsAnswer(ReportValue, frozen=True):
    """How the cluster's DNS answers a name: `exists` is null where what decides it was not read.

    `name` is the whole name that a pod of namespace `askedFrom` gets an answer for. That the cluster's domain is
    `domain` is assumed: it is not in the API.
    """

    name: str
    asked_from: str
    domain: str
    exists: bool | None
    records: tuple[DnsRecords, ...]
    absent: tuple[NoDnsRecords, ...]


class AddressTrace(ReportValue, frozen=True):
    """An address that was asked about; `host` is null for any node, `port` and `protocol` where none was named.

    `dns` is null where it is no name in the cluster's DNS.
    """

    asked: str
    host: str | None
    port: int | None
    protocol: str | None
    owners: tuple[AddressOwner, ...]
    findings: tuple[str, ...]
    dns: DnsAnswer | None = None
