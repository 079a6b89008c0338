"""EndpointSlices and Endpoints as findings speak of them."""

from collections.abc import Iterator, Sequence
from typing import Literal

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix, ObjectReference, Severity
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


def slice_reference(slice_: EndpointSlice) -> ObjectReference:
    """A slice as the object to change."""
    return ObjectReference(kind="EndpointSlice", namespace=slice_.namespace, name=slice_.name)


def reference(traced: TracedService, kind: Literal["EndpointSlice", "Endpoints"], name: str) -> ObjectReference:
    """A slice or Endpoints in the Service's namespace, by name."""
    return ObjectReference(kind=kind, namespace=traced.service.namespace, name=name)


def titles(endpoint_slices: Sequence[EndpointSlice]) -> str:
    """Slices by name: `EndpointSlice web-1`, `EndpointSlices web-1, web-2 and 4 more`."""
    return (
        f"EndpointSlice{'' if len(endpoint_slices) == 1 else 's'} {some([slice_.name for slice_ in endpoint_slices])}"
    )


def addresses(endpoint_slices: Sequence[EndpointSlice]) -> str:
    """How many endpoints some slices have, and the first few: `2 endpoints: 10.0.0.1, 10.0.0.2`."""
    listed = [
        endpoint.addresses[0] for slice_ in endpoint_slices for endpoint in slice_.endpoints if endpoint.addresses
    ]
    return f"{count(len(listed), 'endpoint')}: {some(listed)}"


def ports_carried(traced: TracedService, endpoint_slices: Sequence[EndpointSlice]) -> tuple[TracedPort, ...]:
    """The Service ports that slices have, by name and protocol, whether or not anything looks at these slices."""
    carried = {(port.name, port.protocol) for slice_ in endpoint_slices for port in slice_.ports}
    return tuple(port for port in traced.ports if (port.spec.name, port.spec.protocol) in carried)


def slices_without_traffic(
    traced: TracedService,
    endpoint_slices: Sequence[EndpointSlice],
    *,
    path: str,
    message: str,
    fix: str,
    by_ports: bool = False,
) -> Iterator[Found]:
    """The finding about slices whose endpoints kube-proxy does not use; none where they have no port of the Service.

    None either for a Service that kube-proxy ignores: what its own proxy makes of slices is not known.

    Args:
        traced: the Service.
        endpoint_slices: the slices, of which the first is the object to change.
        path: the field that keeps them from being used.
        message: what is said of them, after their names.
        fix: what to change.
        by_ports: whether it is a warning unless a port of theirs has no usable backend left.
    """
    ports = ports_carried(traced, endpoint_slices)
    if endpoint_slices and ports and not traced.service.hidden_from_kube_proxy:
        yield Found(
            message=f"{titles(endpoint_slices)} {message}",
            path=path,
            evidence=(addresses(endpoint_slices),),
            object=slice_reference(endpoint_slices[0]),
            fix=Fix(text=fix),
            ports=ports,
            severity=severity_by(ports) if by_ports else None,
        )


def severity_by(ports: Sequence[TracedPort]) -> Severity:
    """An error where a port has no usable backend left, else a warning."""
    return "error" if any(not port.usable for port in ports) else "warning"


def owned(traced: TracedService, slice_: EndpointSlice) -> bool:
    """Whether the Service itself, not one that had its name before, owns the slice (`ownedBy`)."""
    uid = traced.service.metadata.uid
    return bool(uid) and any(owner.uid == uid for owner in slice_.metadata.owner_references)
