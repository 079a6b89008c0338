"""What stands behind a Service without a selector: the ports that slices, or Endpoints in their place, offer it."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import MIRRORING_CONTROLLER, EndpointPort, EndpointSlice
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.trace.endpoints.joining import visible
from kubectl_porttrace.trace.service import TracedService


class OfferedPort(msgspec.Struct, frozen=True):
    """One port of a slice or of an Endpoints subset.

    Attributes:
        kind: of the object a person wrote: Endpoints for a mirrored slice.
        name: of that object.
        port: the port; None for a slice without ports.
        addresses: how many endpoints are there.
        live: how many of them a proxy may use: ready, or serving while terminating.
    """

    kind: Literal["EndpointSlice", "Endpoints"]
    name: str
    port: EndpointPort | None
    addresses: int
    live: int

    @property
    def title(self) -> str:
        """As kubectl takes it: `endpointslice/web-1`."""
        return f"{self.kind.lower()}/{self.name}"

    def joins(self, service_port: ServicePort) -> bool:
        """Whether it serves a Service port: same name, same protocol (`endpointslicecache.go`)."""
        return self.named(service_port) and self.port is not None and self.port.protocol == service_port.protocol

    def named(self, service_port: ServicePort) -> bool:
        """Whether it has the Service port's name."""
        return self.port is not None and self.port.name == service_port.name


def selectorless(service: Service) -> bool:
    """Whether someone else than the endpoints controllers has to say what is behind the Service."""
    return not service.spec.selector and not service.external


def offered_ports(traced: TracedService) -> tuple[OfferedPort, ...]:
    """What is offered to a Service without a selector; nothing for any other.

    Endpoints count where slices could not be read, and in files, where nothing has mirrored them yet.
    """
    service, snapshot = traced.service, traced.snapshot
    if not selectorless(service):
        return ()
    offers = [
        offer for slice_ in snapshot.slices_of(service) if visible(slice_, service) for offer in _of_slice(slice_)
    ]
    if traced.slices is None and traced.endpoints is not None and traced.endpoints.mirrored:
        offers += _of_endpoints(traced.endpoints)
    return tuple(offers)


def _of_slice(slice_: EndpointSlice) -> Iterator[OfferedPort]:
    kind: Literal["EndpointSlice", "Endpoints"] = "EndpointSlice"
    name = slice_.name
    if slice_.managed_by == MIRRORING_CONTROLLER and slice_.service_name is not None:
        kind, name = "Endpoints", slice_.service_name
    live = sum(entry.may_take_traffic for entry in slice_.endpoints)
    for port in slice_.ports or (None,):
        yield OfferedPort(kind, name, port, len(slice_.endpoints), live)


def _of_endpoints(endpoints: Endpoints) -> Iterator[OfferedPort]:
    for subset in endpoints.subsets:
        ready = len(subset.addresses)
        for port in subset.ports or (None,):
            yield OfferedPort("Endpoints", endpoints.name, port, ready + len(subset.not_ready_addresses), ready)
