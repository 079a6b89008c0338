"""What the mirroring controller makes of an Endpoints object."""

import msgspec

from kubectl_porttrace.model.endpoints import EndpointAddress, Endpoints
from kubectl_porttrace.model.endpointslice import EndpointPort


class Repacked(msgspec.Struct, frozen=True):
    """Ports that have exactly these addresses, each with whether it is ready."""

    ports: tuple[EndpointPort, ...]
    addresses: tuple[tuple[EndpointAddress, bool], ...]

    @property
    def repeated_name(self) -> str | None:
        """A name that two of its ports share: no slice may have that, so none can mirror them (`validatePorts`)."""
        names = [port.name for port in self.ports]
        return next((name for place, name in enumerate(names) if name in names[:place]), None)


def repacked(endpoints: Endpoints) -> tuple[Repacked, ...]:
    """The subsets as they are mirrored: each port once, and ports with the same addresses together.

    Where an address is listed both ways, "not ready" wins. Subsets without ports are left out: they serve none.

    Source: `pkg/api/v1/endpoints/util.go:RepackSubsets`, called by
    `pkg/controller/endpointslicemirroring/reconciler.go:reconcile`.
    """
    by_port: dict[EndpointPort, dict[tuple[str, str], tuple[EndpointAddress, bool]]] = {}
    for subset in endpoints.subsets:
        for port in subset.ports:
            known = by_port.setdefault(port, {})
            for ready, addresses in ((True, subset.addresses), (False, subset.not_ready_addresses)):
                for address in addresses:
                    key = (address.ip, address.target_ref.uid if address.target_ref else "")
                    if key not in known or not ready:
                        known[key] = (address, ready)
    groups: dict[frozenset[tuple[tuple[str, str], bool]], list[EndpointPort]] = {}
    for port, known in by_port.items():
        groups.setdefault(frozenset((key, ready) for key, (_, ready) in known.items()), []).append(port)
    return tuple(Repacked(tuple(ports), tuple(by_port[ports[0]].values())) for ports in groups.values())
