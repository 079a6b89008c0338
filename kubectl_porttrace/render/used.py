"""Who uses each port of a Service, by the change of the port that it would not survive."""

from collections.abc import Iterator, Sequence
from typing import Final

from kubectl_porttrace.render.named_by import title_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import flow, wrap
from kubectl_porttrace.report.v1 import PortChange, PortTrace, PortUse, Report, ServiceTrace
from kubectl_porttrace.wording import some

FEW: Final = 6
"""So many of them are named in one line before the rest is counted."""

OWN_SETTINGS: Final = (
    "programs that have the port in their own settings (environment, arguments, ConfigMaps) are not known to the "
    "cluster"
)


def used_blocks(report: Report, screen: Screen) -> Iterator[list[str]]:
    """A block for each port, and one for what was not read; none where nobody asked."""
    for service in report.services:
        asked = [port for port in service.ports if port.used_by is not None]
        for port in asked:
            yield list(_of_port(service, port, screen, several=len(report.services) > 1))
        if asked:
            yield list(_unknown(service, screen))


def _of_port(service: ServiceTrace, port: PortTrace, screen: Screen, *, several: bool) -> Iterator[str]:
    uses = port.used_by or ()
    where = f"{service.name} " if several else ""
    yield from (
        screen.paint(line, "strong") for line in wrap(f"who uses {where}{_title(port)}", screen.width, "", "  ")
    )
    for label, those in _lines(port, uses):
        if those:
            yield from _listed(label, those, service, screen)
    if not any(each.by_service for each in uses):
        yield from wrap("nothing that was read names it", screen.width, "  ", "  ")
    for remark in _remarks(service, port):
        yield from wrap(remark, screen.width, "  ", "  ")


def _title(port: PortTrace) -> str:
    name = f"{port.name} " if port.name else ""
    return f"{name}{port.port}/{port.protocol} -> {port.target_port}"


def _lines(port: PortTrace, uses: Sequence[PortUse]) -> Iterator[tuple[str, list[PortUse]]]:
    """What to say of some of them, and of which."""
    naming = [each for each in uses if each.by_service]
    yield "renaming it breaks: ", _broken(naming, "name")
    yield f"another number than {port.port} breaks: ", _broken(naming, "port")
    yield "another targetPort breaks: ", _broken(naming, "targetPort")
    yield "removing it breaks: ", _broken(naming, "removal")
    yield "use it, whatever it is called: ", [each for each in naming if not each.broken_by]
    policies = [each for each in uses if each.way == "policy"]
    yield "policies name its port on the pods: ", policies
    yield (
        "at the pods, without the Service: ",
        [each for each in uses if not each.by_service and each.way != "policy"],
    )


def _broken(uses: Sequence[PortUse], change: PortChange) -> list[PortUse]:
    return [each for each in uses if change in each.broken_by]


def _listed(label: str, uses: Sequence[PortUse], service: ServiceTrace, screen: Screen) -> Iterator[str]:
    told = list(dict.fromkeys(_told(each, service, wide=screen.wide) for each in uses))
    if screen.wide:
        yield f"  {label.rstrip()}"
        for each in told:
            yield from wrap(each, screen.width, "    ", "      ")
        return
    shown = told[:FEW]
    pieces = [f"{each}," for each in shown[:-1]] + shown[-1:]
    if len(told) > len(shown):
        pieces[-1] += f" and {len(told) - len(shown)} more (-o wide)"
    yield from flow(pieces, screen.width, f"  {label}", "    ", gap=" ")


def _told(use: PortUse, service: ServiceTrace, *, wide: bool) -> str:
    """`ing/shop (http)`; with all there is the field too: `ing/shop spec.rules[0]... (http)`."""
    what = _TITLES.get(use.way, "")
    name = title_of(use.object, service.namespace)
    name = f"svc/{name}" if use.object.kind == "Service" else name
    written = f" ({use.written})" if use.written else ""
    path = f" {use.path}" if wide else ""
    return f"{'maybe ' if not use.certain else ''}{what}{name}{path}{written}"


_TITLES: Final = {"alias": "clients of ", "probe": "probe of ", "annotation": "annotation of ", "mirror": "copies of "}


def _remarks(service: ServiceTrace, port: PortTrace) -> Iterator[str]:
    """What clients may have that no object of the cluster holds."""
    if service.type == "ExternalName":
        return
    if port.name:
        srv = f"_{port.name}._{port.protocol.lower()}.{service.name}.{service.namespace}.svc"
        yield f"its name is also a name in DNS, of type SRV: {srv}"
    if port.node_port:
        yield (
            f"clients outside may dial node port {port.node_port}; a new name gets it another one, "
            "unless nodePort is written"
        )


def _unknown(service: ServiceTrace, screen: Screen) -> Iterator[str]:
    unread = list(service.uses_not_read or ())
    if unread:
        named = some(unread, shown=len(unread) if screen.wide else FEW)
        lines = wrap(f"{named}: there may be more that uses these ports", screen.width, "not read: ", "  ")
        yield lines[0].replace("not read", screen.paint("not read", "unknown"), 1)
        yield from lines[1:]
    yield from wrap(OWN_SETTINGS, screen.width)
