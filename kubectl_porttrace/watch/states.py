"""What a report says of each Service port, and of each route that was asked for, under a name that stays the same."""

from collections.abc import Iterator, Mapping

import msgspec

from kubectl_porttrace.render.object_name import kind_and_name
from kubectl_porttrace.report.v1 import Finding, PortTrace, Report, RouteTrace, ServiceTrace

Key = tuple[str, str, str, str]
"""Kind, namespace, name, and the port's name, which is empty only where a Service has no other port."""


class State(msgspec.Struct, frozen=True):
    """What is said of one Service port, or of a route.

    Attributes:
        title: what it is called: `shop/web http`, `shop/web 80`, `shop/ing/web`.
        verdict: what becomes of traffic to it.
        findings: what concerns it.
        service: the Service of a port.
        port: the port.
        route: the route, where it is one.
    """

    title: str
    verdict: str
    findings: tuple[Finding, ...] = ()
    service: ServiceTrace | None = None
    port: PortTrace | None = None
    route: RouteTrace | None = None


def states(report: Report, *, routes: bool) -> Mapping[Key, State]:
    """The states of a report, in its order.

    Args:
        report: what was found.
        routes: whether routes were asked for by name.
    """
    of_ports = ((each, port) for each in report.services for port in each.ports)
    found = {("Service", each.namespace, each.name, port.name): _of_port(report, each, port) for each, port in of_ports}
    found |= {
        ("Service", each.namespace, each.name, ""): State(f"{each.namespace}/{each.name}", each.verdict, service=each)
        for each in report.services
        if not each.ports
    }
    return {**found, **dict(_of_routes(report))} if routes else found


def _of_port(report: Report, service: ServiceTrace, port: PortTrace) -> State:
    number = str(port.port) if port.protocol == "TCP" else f"{port.port}/{port.protocol}"
    place = (service.namespace, service.name, port.port, port.protocol)
    findings = tuple(
        finding
        for finding in report.findings
        if any((each.namespace, each.service, each.port, each.protocol) == place for each in finding.ports)
    )
    title = f"{service.namespace}/{service.name} {port.name or number}"
    return State(title, port.verdict, findings, service, port)


def _of_routes(report: Report) -> Iterator[tuple[Key, State]]:
    for route in report.routes:
        findings = tuple(each for each in report.findings if (each.subject.kind, each.subject.name) == _name(route))
        where = f"{route.namespace}/" if route.namespace else ""
        title = f"{where}{kind_and_name(route.kind, route.name)}"
        key = (route.kind, route.namespace or "", route.name, "")
        yield key, State(title, route.verdict, findings, route=route)


def _name(route: RouteTrace) -> tuple[str, str]:
    return route.kind, route.name
