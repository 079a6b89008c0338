"""An address with its owners in the words of the contract."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.dns_name import DOMAIN
from kubectl_porttrace.report.v1 import (
    AddressOwner,
    AddressPort,
    AddressTrace,
    DnsAnswer,
    DnsRecords,
    NoDnsRecords,
    ObjectReference,
    OtherPort,
)
from kubectl_porttrace.trace.lookups.address import Mistaken, TracedAddress, TracedOwner
from kubectl_porttrace.trace.lookups.dns import TracedName


def address_trace(traced: TracedAddress, findings: Sequence[Finding]) -> AddressTrace:
    """The report's value for one address.

    Args:
        traced: the address, followed.
        findings: what is wrong with it.
    """
    target = traced.target
    return AddressTrace(
        asked=target.written,
        host=target.host or None,
        port=target.port,
        protocol=target.protocol,
        owners=tuple(map(_owner, traced.owners)),
        findings=tuple(dict.fromkeys(code for finding in findings for code in finding.codes)),
        dns=_dns(traced.dns, target.namespace) if traced.dns is not None else None,
    )


def _dns(traced: TracedName, namespace: str) -> DnsAnswer:
    records = (
        DnsRecords(type=each.type, name=each.name, values=each.values, port=each.port) for each in traced.records
    )
    absent = (NoDnsRecords(type=each.type, name=each.name, reason=each.why) for each in traced.absent)
    return DnsAnswer(
        name=traced.name.text,
        asked_from=namespace,
        domain=DOMAIN,
        exists=traced.exists,
        records=tuple(records),
        absent=tuple(absent),
    )


def _owner(traced: TracedOwner) -> AddressOwner:
    owner = traced.owner
    return AddressOwner(
        way=owner.way,
        object=ObjectReference(kind=owner.kind, namespace=owner.namespace or None, name=owner.name),
        ports=tuple(_ports(traced)),
        other_ports=tuple(map(_other, traced.mistaken)),
    )


def _ports(traced: TracedOwner) -> Iterator[AddressPort]:
    for each in traced.leads_to:
        spec = each.port.spec
        yield AddressPort(name=spec.name, number=spec.port, protocol=spec.protocol, verdict=each.verdict.word)
    for port in traced.container_ports:
        declared = port.declaration
        yield AddressPort(
            name=declared.port.name if declared else "",
            number=port.number,
            protocol=port.protocol,
            verdict=None,
            container=declared.container.name if declared else None,
        )


def _other(mistaken: Mistaken) -> OtherPort:
    spec = mistaken.port.spec
    return OtherPort(
        namespace=mistaken.service.namespace,
        service=mistaken.service.name,
        port=spec.port,
        protocol=spec.protocol,
        node_port=spec.node_port or None,
        target_port=spec.target,
        role=mistaken.role,
    )
