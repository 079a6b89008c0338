"""What `-o wide` adds for one Service: every backend, and every way in."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kubectl_porttrace.render.ports import NONE, port_cell, verdict_cell
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.table import Cell, table
from kubectl_porttrace.report.v1 import BackendTrace, Entrance, IstioProtocol, PortTrace, ServiceTrace

BACKENDS = ("ENDPOINT", "POD", "NODE", "ZONE", "SLICE", "CONDITIONS", "USED", "LISTENING")
NO_ADDRESS: Mapping[str, str] = MappingProxyType({"NodePort": "any node", "LoadBalancer": "<pending>"})
"""What is said of an entrance without an address."""

ENTRANCES = ("ENTRANCE", "ADDRESS", "PORT", "SERVICEPORT", "VERDICT")


def backend_table(port: PortTrace, screen: Screen) -> list[str]:
    """A row for each address behind a port, and for each pod on which the port's name was not found.

    What listens has a column where something is known of it.
    """
    columns, rows = backend_rows(port)
    title = f"behind {port_cell(port).fitted(screen.width - len('behind :'))}:"
    told = [screen.paint(_by_istio(port.istio), "dim")] if port.istio is not None else []
    return [screen.paint(title, "strong"), *told, *table(columns, rows, screen)] if rows else []


def _by_istio(taken: IstioProtocol) -> str:
    """What Istio takes a port for: `istio: http (from name)`."""
    return f"istio: {taken.protocol} (from {taken.by})" if taken.protocol else "istio: by the first bytes sent"


def backend_rows(port: PortTrace) -> tuple[Sequence[str], list[list[Cell]]]:
    """The columns of that table, and its rows."""
    rows = [_backend(backend) for backend in port.backends]
    rows += [
        [Cell(after="name not found"), Cell(name=pod.pod), *[Cell(after=NONE)] * 4, _used("no"), Cell(after=NONE)]
        for pod in port.unresolved
    ]
    columns: Sequence[str] = BACKENDS
    if all(_listening(backend) == NONE for backend in port.backends):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return columns, rows


def entrance_table(service: ServiceTrace, screen: Screen) -> list[str]:
    """A row for each way in."""
    return table(ENTRANCES, [_entrance(entrance) for entrance in service.entrances], screen)


def _backend(backend: BackendTrace) -> list[Cell]:
    address = f"[{backend.ip}]" if ":" in (backend.ip or "") else backend.ip or "template"
    conditions = {"ready": backend.ready, "serving": backend.serving, "terminating": backend.terminating}
    return [
        Cell(after=f"{address}:{backend.port}"),
        Cell(name=backend.pod or NONE),
        Cell(name=backend.node or NONE),
        Cell(name=backend.zone or NONE),
        Cell(name=backend.endpoint_slice or NONE),
        Cell(after=",".join(word for word, holds in conditions.items() if holds) or NONE),
        _used("yes" if backend.usable else "no"),
        Cell(after=_listening(backend)),
    ]


def _listening(backend: BackendTrace) -> str:
    """What is known to listen, and what shows it: `yes, by readiness`; `likely, by liveness`."""
    if backend.listening_by is not None:
        return f"{backend.listening}, by {backend.listening_by}"
    return f"likely, by {backend.listening_hint}" if backend.listening_hint else NONE


def _used(word: str) -> Cell:
    return Cell(after=word, style="" if word == "yes" else "partial")


def _where(entrance: Entrance) -> str:
    """What leads to an entrance that has no address of its own: the object, and the requests it is for."""
    if entrance.object is None:
        return NO_ADDRESS.get(entrance.kind, NONE)
    requests = f" {entrance.host or ''}{entrance.path or ''}".rstrip()
    return f"{entrance.object.name}{requests}"


def _entrance(entrance: Entrance) -> list[Cell]:
    port = f"{entrance.port}/{entrance.protocol}" if entrance.port else NONE
    return [
        Cell(after=entrance.kind),
        Cell(name=entrance.address or _where(entrance), after=f" {entrance.node}" if entrance.node else ""),
        Cell(after=port),
        Cell(after=str(entrance.service_port or NONE)),
        verdict_cell(entrance.verdict),
    ]
