"""Backends of routes that are ServiceImports: Services of other clusters, of which the ports alone are known here."""

from collections.abc import Mapping

import msgspec

from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, PlacedBackend, placed_backends
from kubectl_porttrace.model.referrers.service_import import ServiceImport
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.routes.grants import import_granted


class TracedImport(msgspec.Struct, frozen=True):
    """A backend that is a ServiceImport.

    Attributes:
        snapshot: what was read.
        route: the route.
        placed: the backend, with its field path.
        found: the ServiceImport; None where there is none, or it was not read.
        exists: whether there is one; None where that is not known.
    """

    snapshot: Snapshot
    route: GatewayRoute
    placed: PlacedBackend
    found: ServiceImport | None
    exists: bool | None

    @property
    def namespace(self) -> str:
        """The namespace that the backend means."""
        return self.placed.backend.namespace or self.route.namespace

    @property
    def protocol(self) -> str:
        """What its port has to speak."""
        return "UDP" if self.route.kind == "UDPRoute" else "TCP"

    @property
    def granted(self) -> bool | None:
        """Whether the route may name it; None where that is not known."""
        if self.namespace == self.route.namespace:
            return True
        return import_granted(self.snapshot, self.route, self.namespace, self.placed.backend)

    @property
    def lacks_port(self) -> bool:
        """Whether it has ports and not the one that the backend names; what writes it may not have come to them yet.

        Without a number the implementation derives the port (`object_reference_types.go:BackendObjectReference.Port`).
        """
        number = self.placed.backend.port
        ports = self.found.spec.ports if self.found is not None else ()
        return bool(number and ports) and (number, self.protocol) not in {(each.port, each.protocol) for each in ports}

    @property
    def fails(self) -> bool:
        """Whether requests get nowhere, whatever is behind it."""
        return self.exists is False or self.lacks_port or self.granted is False

    @property
    def counts(self) -> bool:
        """Whether what clients get depends on it."""
        return self.placed.role == "traffic" and self.placed.weight != 0


def traced_imports(snapshot: Snapshot, route: GatewayRoute) -> tuple[TracedImport, ...]:
    """The backends of a route that are ServiceImports, in the order of its rules."""
    placed = (each for each in placed_backends(route) if each.backend.is_service_import)
    return tuple(_traced(snapshot, route, each) for each in placed)


def _traced(snapshot: Snapshot, route: GatewayRoute, placed: PlacedBackend) -> TracedImport:
    namespace = placed.backend.namespace or route.namespace
    found = snapshot.once(_by_key).get((namespace, placed.backend.name))
    exists = True if found is not None else False if snapshot.holds_all("serviceimports", namespace) else None
    return TracedImport(snapshot, route, placed, found, exists)


def _by_key(snapshot: Snapshot) -> Mapping[tuple[str, str], ServiceImport]:
    return {each.key: each for each in snapshot.all_of(ServiceImport)}
