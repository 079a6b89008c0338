"""What policies make of the client that was asked about, a line for each port."""

from collections.abc import Mapping
from types import MappingProxyType

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.report.v1 import Report, ServiceTrace

STYLES: Mapping[str, str] = MappingProxyType(
    {"admitted": "wired", "partial": "partial", "refused": "broken", "unknown": "unknown"}
)


def access_lines(report: Report, service: ServiceTrace, screen: Screen) -> list[str]:
    """`from pod/client to 80/TCP: admitted, netpol/web admits 8080/TCP`."""
    lines: list[str] = []
    for access in report.access:
        if (access.namespace, access.service) != (service.namespace, service.name):
            continue
        for port in access.ports:
            start = f"from {access.client} to {port.port}/{port.protocol}: "
            first, *rest = wrap(f"{port.verdict}, {port.reason}", screen.width, start, "  ")
            lines += [first.replace(port.verdict, screen.paint(port.verdict, STYLES[port.verdict]), 1), *rest]
    return lines
