"""Who names a Service: healthy ones together, broken ones on a line each."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.render.object_name import kind_and_name
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import flow, wrap
from kubectl_porttrace.report.v1 import ObjectReference, Report, RouteBackend, RouteTrace, ServiceTrace

FEW = 6
"""So many healthy ones are named before the rest is counted."""

TITLE = "named by: "

NamingBackend = tuple[RouteTrace, RouteBackend]


def named_by(report: Report, service: ServiceTrace, screen: Screen) -> list[str]:
    """The lines of the section; none where nothing names the Service."""
    naming = [(route, backend) for route in report.routes for backend in route.backends if _is_of(backend, service)]
    bad = [each for each in naming if _is_bad(each, service)]
    healthy = list(dict.fromkeys(_line(each, service) for each in naming if each not in bad))
    shown = healthy if screen.wide else healthy[:FEW]
    pieces = [f"{line};" for line in shown[:-1]] + shown[-1:]
    if len(healthy) > len(shown):
        pieces[-1] += f" and {len(healthy) - len(shown)} more (-o wide)"
    lines = flow(pieces, screen.width, TITLE, "  ", gap=" ") if pieces else []
    return [*lines, *_unfolded(bad, service, screen)]


def route_title(route: RouteTrace, namespace: str | None) -> str:
    """`ing/shop`; with its namespace where that is another than the one given."""
    return title_of(ObjectReference(kind=route.kind, namespace=route.namespace, name=route.name), namespace)


def title_of(reference: ObjectReference, namespace: str | None) -> str:
    """The same of any object."""
    apart = f" -n {reference.namespace}" if reference.namespace and reference.namespace != namespace else ""
    return f"{kind_and_name(reference.kind, reference.name)}{apart}"


def match_of(backend: RouteBackend) -> str:
    """The requests that a backend gets: `shop.example.com/cart`; empty for all of them."""
    hosts = ",".join(backend.hosts)
    return f"{hosts}{backend.match}" if backend.match not in {None, "/"} else hosts or backend.match or ""


def _unfolded(bad: Iterable[NamingBackend], service: ServiceTrace, screen: Screen) -> Iterator[str]:
    for route, backend in bad:
        codes = f" ({', '.join(backend.findings)})" if backend.findings else ""
        line = f"{_line((route, backend), service)}: {backend.verdict}{codes}"
        first, *rest = wrap(line, screen.width, TITLE, "  ")
        end = f": {backend.verdict}"
        yield first.replace(end, f": {screen.paint(backend.verdict, backend.verdict)}", 1)
        yield from rest


def _line(named: NamingBackend, service: ServiceTrace) -> str:
    route, backend = named
    match = match_of(backend)
    port = port_of(backend)
    return f"{route_title(route, service.namespace)}{f' {match}' if match else ''} -> {port}"


def port_of(backend: RouteBackend) -> str:
    """The port as it is written; where it is left out, what that stands for."""
    if backend.port is not None:
        return str(backend.port)
    return str(backend.service_port or "default") if backend.port_means == "default" else "all ports"


def _is_of(backend: RouteBackend, service: ServiceTrace) -> bool:
    return (backend.service.namespace, backend.service.name) == (service.namespace, service.name)


def _is_bad(named: NamingBackend, service: ServiceTrace) -> bool:
    """Whether there is something to say beyond what is said of the Service itself."""
    _, backend = named
    return bool(backend.findings) or (backend.verdict == "broken" and service.verdict != "broken")
