"""What `-o wide` adds for one Service: every backend, and every way in."""

from kubectl_porttrace.render.outcomes import state_of
from kubectl_porttrace.render.ports import NONE, port_cell, verdict_cell
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.table import Cell, table
from kubectl_porttrace.report.values import Backend, Entrance, PortTrace, ServiceTrace

BACKENDS = ("PORT", "ENDPOINT", "POD", "NODE", "ZONE", "SLICE", "READY", "SERVING", "TERMINATING", "USED")
ENTRANCES = ("ENTRANCE", "ADDRESS", "PORT", "SERVICEPORT", "VERDICT")


def backend_table(service: ServiceTrace, screen: Screen) -> list[str]:
    """A row for each address behind each port, and for each pod on which the port's name was not found."""
    rows = [_backend(port, backend) for port in service.ports for backend in port.backends]
    rows += [
        [port_cell(port), Cell(after="name not found"), Cell(name=pod.pod), *[Cell(after=NONE)] * 6, _flag(used=False)]
        for port in service.ports
        for pod in port.unresolved
    ]
    return table(BACKENDS, rows, screen)


def entrance_table(service: ServiceTrace, screen: Screen) -> list[str]:
    """A row for each way in."""
    return table(ENTRANCES, [_entrance(entrance) for entrance in service.entrances], screen)


def _backend(port: PortTrace, backend: Backend) -> list[Cell]:
    address = f"[{backend.ip}]" if ":" in (backend.ip or "") else backend.ip or "template"
    return [
        port_cell(port),
        Cell(after=f"{address}:{backend.port}"),
        Cell(name=backend.pod or NONE),
        Cell(name=backend.node or NONE),
        Cell(name=backend.zone or NONE),
        Cell(name=backend.endpoint_slice or NONE),
        *(_flag(used=flag) for flag in (backend.ready, backend.serving, backend.terminating)),
        Cell(after="yes" if backend.usable else "no", style="" if not state_of(backend) else "partial"),
    ]


def _flag(*, used: bool) -> Cell:
    return Cell(after="yes" if used else "no")


def _entrance(entrance: Entrance) -> list[Cell]:
    port = f"{entrance.port}/{entrance.protocol}" if entrance.port else NONE
    return [
        Cell(after=entrance.kind),
        Cell(name=entrance.address or ("any node" if entrance.kind == "NodePort" else NONE)),
        Cell(after=port),
        Cell(after=str(entrance.service_port or NONE)),
        verdict_cell(entrance.verdict),
    ]
