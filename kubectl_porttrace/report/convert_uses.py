"""Who uses the ports of a Service, in the words of the contract."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.report.v1 import ObjectReference, PortTrace, PortUse, ServiceTrace
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.uses.dependent import Dependent
from kubectl_porttrace.trace.uses.uses import dependents_of, not_read_of


def with_uses(trace: ServiceTrace, traced: TracedService, ports: frozenset[PortKey] | None) -> ServiceTrace:
    """The report's value for a Service, with who uses each of the ports that it tells of.

    Args:
        trace: the value.
        traced: the Service, with all of its ports: what an object means depends on the others as well.
        ports: those that were asked for; None for all of them.
    """
    found = dependents_of(traced)
    told = [each for each in traced.ports if ports is None or each.key in ports]
    return replace(trace, ports=tuple(_ports(trace, told, found)), uses_not_read=not_read_of(traced))


def _ports(
    trace: ServiceTrace, told: Iterable[TracedPort], found: Mapping[PortKey, tuple[Dependent, ...]]
) -> Iterator[PortTrace]:
    for port, followed in zip(trace.ports, told, strict=True):
        yield replace(port, used_by=tuple(map(_use, found.get(followed.key, ()))))


def _use(dependent: Dependent) -> PortUse:
    return PortUse(
        way=dependent.purpose,
        object=ObjectReference(kind=dependent.kind, namespace=dependent.namespace or None, name=dependent.name),
        path=dependent.path,
        written=dependent.written or None,
        broken_by=dependent.broken_by,
        by_service=dependent.by_service,
        certain=dependent.certain,
    )
