"""PTE06: Endpoints that name two ports alike."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.trace.mirroring import repacked
from kubectl_porttrace.trace.offered_ports import selectorless
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE06",
    "endpoints-port-name-twice",
    severity="error",
    certainty="certain",
    needs=("endpoints",),
    causes=("PTD01", "PTE25"),
)
def endpoints_port_name_twice(traced: TracedService) -> Iterator[Found]:
    """The Endpoints behind a Service without a selector have two ports of one name for the same addresses.

    Why: Endpoints allow it, EndpointSlices do not: port names are unique in a slice, whatever the protocol. The
    mirrored slice is refused by the API server again and again, and the addresses never reach kube-proxy.

    See: `kubectl get endpoints NAME -o yaml`; events `FailedToUpdateEndpointSlices` on it.

    Fix: give each port of the subset a name of its own, as the Service has them.
    """
    endpoints = traced.endpoints
    if endpoints is None or not endpoints.mirrored or not selectorless(traced.service):
        return
    names = [subset.repeated_name for subset in repacked(endpoints)]
    for name in dict.fromkeys(name for name in names if name is not None):
        yield Found(
            message=f'two ports have the name "{name}" for the same addresses, which EndpointSlices do not allow: '
            f"Endpoints {endpoints.name}",
            path=f"subsets[{_first_with(endpoints, name)}].ports",
            object=reference(traced, "Endpoints", endpoints.name),
            fix=Fix(text="give each port of the subset a name of its own"),
            ports=traced.ports,
            severity=None if traced.ports else "warning",
        )


def _first_with(endpoints: Endpoints, name: str) -> int:
    """The place of the first subset that has a port of that name."""
    return next(place for place, subset in enumerate(endpoints.subsets) if name in {port.name for port in subset.ports})
