"""The ways into a traced Service in the words of the contract."""

from collections.abc import Sequence

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.report.v1 import Entrance
from kubectl_porttrace.trace.entrances import TracedEntrance, trace_entrances
from kubectl_porttrace.trace.service import TracedService


def entrances_of(traced: TracedService, found: Sequence[Finding]) -> tuple[Entrance, ...]:
    """Every way in, each with its own verdict and with what was found that concerns it."""
    if traced.service.external:
        return (_external(traced),)
    return tuple(_entrance(entrance, found) for entrance in trace_entrances(traced))


def _external(traced: TracedService) -> Entrance:
    return Entrance(
        kind="ExternalName",
        object=None,
        address=traced.service.spec.external_name or None,
        host=None,
        path=None,
        port=None,
        protocol=None,
        service_port=None,
        verdict="external",
        findings=(),
    )


def _entrance(entrance: TracedEntrance, found: Sequence[Finding]) -> Entrance:
    port = entrance.port
    concerning = (each for each in found if port.key in each.ports and each.concerns(entrance.way))
    return Entrance(
        kind=entrance.way,
        object=None,
        address=entrance.address or None,
        host=None,
        path=None,
        port=entrance.number,
        protocol=port.spec.protocol,
        service_port=port.spec.port,
        verdict=entrance.verdict.word,
        findings=tuple(dict.fromkeys(each.code for each in concerning)),
        node=entrance.node,
    )
