"""EndpointSlices and Endpoints as findings speak of them."""

from collections.abc import Sequence
from typing import Literal

from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointSlice
from kubectl_porttrace.report.values import ObjectReference, Severity
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


def slice_reference(piece: EndpointSlice) -> ObjectReference:
    """A slice as the object to change."""
    return ObjectReference(kind="EndpointSlice", namespace=piece.namespace, name=piece.name)


def reference(traced: TracedService, kind: Literal["EndpointSlice", "Endpoints"], name: str) -> ObjectReference:
    """A slice or Endpoints in the Service's namespace, by name."""
    return ObjectReference(kind=kind, namespace=traced.service.namespace, name=name)


def titles(pieces: Sequence[EndpointSlice]) -> str:
    """Slices by name: `EndpointSlice web-1`, `EndpointSlices web-1, web-2 and 4 more`."""
    return f"EndpointSlice{'' if len(pieces) == 1 else 's'} {some([piece.name for piece in pieces])}"


def addresses(pieces: Sequence[EndpointSlice]) -> str:
    """How many endpoints some slices have, and the first few: `2 endpoints: 10.0.0.1, 10.0.0.2`."""
    listed = [endpoint.addresses[0] for piece in pieces for endpoint in piece.endpoints if endpoint.addresses]
    return f"{count(len(listed), 'endpoint')}: {some(listed)}"


def ports_carried(traced: TracedService, pieces: Sequence[EndpointSlice]) -> tuple[TracedPort, ...]:
    """The Service ports that slices have, by name and protocol, whether or not anything looks at these slices."""
    carried = {(port.name, port.protocol) for piece in pieces for port in piece.ports}
    return tuple(port for port in traced.ports if (port.spec.name, port.spec.protocol) in carried)


def severity_by(ports: Sequence[TracedPort]) -> Severity:
    """An error where a port has no usable backend left, else a warning."""
    return "error" if any(not port.usable for port in ports) else "warning"


def from_controller(traced: TracedService, piece: EndpointSlice) -> bool:
    """Whether the endpointslice controller looks after the slice: it is labelled so, and the Service has a selector."""
    return traced.service.selects and piece.managed_by == CONTROLLER


def owned(traced: TracedService, piece: EndpointSlice) -> bool:
    """Whether the Service itself, not one that had its name before, owns the slice (`ownedBy`)."""
    uid = traced.service.metadata.uid
    return bool(uid) and any(owner.uid == uid for owner in piece.metadata.owner_references)
