"""Services, their ports and their own entrances, compared one by one."""

from collections.abc import Iterator
from itertools import chain

import msgspec

from kubectl_porttrace.compare.numbers import PortSide, port_differences, service_differences
from kubectl_porttrace.compare.pairs import both, paired, paired_ports
from kubectl_porttrace.compare.scopes import unread, would_have_service
from kubectl_porttrace.compare.verdicts import change_of, severity_of, worst
from kubectl_porttrace.report.v1 import (
    ChangeWord,
    Difference,
    Entrance,
    FieldDifference,
    ObjectReference,
    PortTrace,
    Report,
    ServicePortReference,
    ServiceTrace,
    VerdictWord,
)

Verdicts = tuple[VerdictWord | None, VerdictWord | None]
"""Before and after; None where there is none."""

RISEN = frozenset({"worse", "better"})

DECIDING = ("endpointslices", "pods", "nodes")
"""What a verdict is not known without."""


def compare_services(before: Report, after: Report) -> tuple[list[Difference], list[str]]:
    """What differs between the Services of two reports, and the Services that one of them was not asked about.

    Returns:
        The differences, and of each Service that cannot be compared its name as `namespace/name`, with a plus where
        it is only in `after` and a minus where it is only in `before`.
    """
    found: list[Difference] = []
    apart: list[str] = []
    for old, new in paired(before.services, after.services, lambda each: (each.namespace, each.name)):
        if old is not None and new is not None:
            found += _of_both(_Sides(before, after, old, new))
        elif new is not None:
            known = would_have_service(before, after, new.namespace, new.name)
            found += [_alone(new, "appeared")] if known else []
            apart += [] if known else [f"+{new.namespace}/{new.name}"]
        elif old is not None:
            known = would_have_service(after, before, old.namespace, old.name)
            found += [_alone(old, "vanished")] if known else []
            apart += [] if known else [f"-{old.namespace}/{old.name}"]
    return found, apart


def port_title(port: PortTrace) -> str:
    """`http 80/TCP`, or `80/TCP` for a port without a name."""
    return f"{port.name} {port.port}/{port.protocol}".strip()


class _Sides(msgspec.Struct, frozen=True):
    """A Service in both reports."""

    before: Report
    after: Report
    old: ServiceTrace
    new: ServiceTrace

    def differs(
        self,
        change: ChangeWord,
        verdicts: Verdicts,
        *,
        port: PortTrace | None = None,
        way: str = "",
        fields: tuple[FieldDifference, ...] = (),
        findings: tuple[str, ...] = (),
    ) -> Difference:
        """A difference of the Service, of a port of it, or of a way in to that."""
        before, after = verdicts
        return Difference(
            change=change,
            object=service_reference(self.new),
            part=" ".join(filter(None, (way, "" if port is None else port_title(port)))),
            port=None if port is None else port_reference(self.new, port),
            before=before,
            after=after,
            severity=severity_of(change, after) if after else None,
            fields=fields,
            findings=findings,
            reason=self._why_unknown(verdicts) if change == "unknown" else None,
        )

    def _why_unknown(self, verdicts: Verdicts) -> str:
        """Which side does not know, and what it could not read."""
        side, where = (self.before, "there") if verdicts[0] == "unknown" else (self.after, "here")
        missing = [each for each in DECIDING if unread(side, each, self.new.namespace)]
        return f"not known {where}" + (f": {', '.join(missing)} could not be read" if missing else "")


def _of_both(sides: _Sides) -> Iterator[Difference]:
    old, new = sides.old, sides.new
    change = None if old.ports or new.ports else change_of(old.verdict, new.verdict)
    fields = service_differences(old, new)
    if change or fields:
        yield sides.differs(change or "changed", (old.verdict, new.verdict), fields=fields, findings=_codes(new))
    for one, other in paired_ports(old, new):
        if one is None or other is None:
            yield from _port_alone(sides, one, other)
            continue
        change = change_of(one.verdict, other.verdict)
        fields = port_differences(PortSide(sides.before, old, one), PortSide(sides.after, new, other))
        if change or fields:
            verdicts = one.verdict, other.verdict
            yield sides.differs(change or "changed", verdicts, port=other, fields=fields, findings=other.findings)
    yield from _entrances(sides)


def _port_alone(sides: _Sides, one: PortTrace | None, other: PortTrace | None) -> Iterator[Difference]:
    """A port that only one side has, where the other was asked about all ports of the Service."""
    service = sides.new.namespace, sides.new.name
    if other is not None and would_have_service(sides.before, sides.after, *service):
        yield sides.differs("appeared", (None, other.verdict), port=other, findings=other.findings)
    if one is not None and would_have_service(sides.after, sides.before, *service):
        yield sides.differs("vanished", (one.verdict, None), port=one, findings=one.findings)


def _entrances(sides: _Sides) -> Iterator[Difference]:
    """The ways in that got worse or better where their port did not: node ports, load balancers.

    Their addresses are those of one cluster: of several of a kind the worst counts.
    """
    earlier, now = _by_way(sides.old), _by_way(sides.new)
    for one, other in both(paired_ports(sides.old, sides.new)):
        for kind, entrances in now.get((other.port, other.protocol), {}).items():
            before = earlier.get((one.port, one.protocol), {}).get(kind)
            if before is None:
                continue
            verdicts = worst(each.verdict for each in before), worst(each.verdict for each in entrances)
            change = change_of(*verdicts)
            if change is None or change not in RISEN or change == change_of(one.verdict, other.verdict):
                continue
            codes = tuple(dict.fromkeys(chain.from_iterable(each.findings for each in entrances)))
            yield sides.differs(change, verdicts, port=other, way=kind, findings=codes)


def _by_way(service: ServiceTrace) -> dict[tuple[int, str], dict[str, list[Entrance]]]:
    """The Service's own ways in by port and kind; those of routes are compared with these."""
    found: dict[tuple[int, str], dict[str, list[Entrance]]] = {}
    for each in service.entrances:
        if each.object is None and isinstance(each.service_port, int) and each.protocol:
            found.setdefault((each.service_port, each.protocol), {}).setdefault(each.kind, []).append(each)
    return found


def _alone(service: ServiceTrace, change: ChangeWord) -> Difference:
    """A Service that only one side has."""
    appeared = change == "appeared"
    return Difference(
        change=change,
        object=service_reference(service),
        part="",
        port=None,
        before=None if appeared else service.verdict,
        after=service.verdict if appeared else None,
        severity=None,
        fields=(),
        findings=_codes(service),
        reason=None,
    )


def _codes(service: ServiceTrace) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(port.findings for port in service.ports)))


def service_reference(service: ServiceTrace) -> ObjectReference:
    """The Service as findings name it."""
    return ObjectReference(kind="Service", namespace=service.namespace, name=service.name)


def port_reference(service: ServiceTrace, port: PortTrace) -> ServicePortReference:
    """The port as findings name it."""
    return ServicePortReference(
        namespace=service.namespace, service=service.name, port=port.port, protocol=port.protocol
    )
