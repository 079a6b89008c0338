"""What Istio takes a Service port for: what it says itself, by its appProtocol or else by its name.

Source: `istio/pkg/config/kube/conversion.go:ConvertProtocol`, `pkg/config/protocol/instance.go:Parse`.
"""

from typing import Final, Literal

import msgspec

from kubectl_porttrace.model.service import ServicePort

_KNOWN: Final = frozenset(
    {"tcp", "udp", "grpc", "grpc-web", "http", "http2", "https", "tls", "mongo", "redis", "mysql"}
)
_OF_KUBERNETES: Final = {"kubernetes.io/h2c": "http2", "kubernetes.io/ws": "http", "kubernetes.io/wss": "https"}
_GRPC_WEB: Final = "grpc-web"
_SERVER_FIRST: Final = frozenset({25, 53, 3306, 27017})
"""Ports where the server speaks first, so that the first bytes of the client tell nothing."""

DecidedBy = Literal["protocol", "appProtocol", "name", "number"]


class IstioProtocol(msgspec.Struct, frozen=True):
    """A protocol and the field that says so; both are None where Istio looks at the first bytes instead."""

    protocol: str | None = None
    by: DecidedBy | None = None


def istio_protocol(port: ServicePort) -> IstioProtocol:
    """What Istio takes a port for. An appProtocol that it does not know keeps it from looking at the name."""
    if port.protocol == "UDP":
        return IstioProtocol("udp", "protocol")
    written = port.name if port.app_protocol is None else port.app_protocol
    by: DecidedBy = "name" if port.app_protocol is None else "appProtocol"
    known = (_OF_KUBERNETES.get(written) if by == "appProtocol" else None) or _parsed(written.lower())
    if known:
        return IstioProtocol(known, by)
    return IstioProtocol("tcp", "number") if port.port in _SERVER_FIRST else IstioProtocol()


def _parsed(written: str) -> str | None:
    """What a word begins with, up to a hyphen."""
    if written.startswith(_GRPC_WEB):
        return _GRPC_WEB
    word = written.partition("-")[0]
    return word if word in _KNOWN else None
