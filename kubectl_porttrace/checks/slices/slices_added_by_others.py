"""PTE15: endpoints beside those of the selector."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slice_reference, titles
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpointslice import CONTROLLER, SERVICE_NAME, EndpointSlice
from kubectl_porttrace.trace.endpoints.joining import joined
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check("PTE15", "slices-added-by-others", severity="warning", certainty="kube-proxy", needs=("endpointslices",))
def slices_added_by_others(traced: TracedService) -> Iterator[Found]:
    """The Service has a selector, and beside its pods there are endpoints that somebody else wrote.

    Why: kube-proxy uses every EndpointSlice that carries the Service's name as label, whoever manages it. These
    addresses get their share of the traffic, and nobody removes them when they are gone. Some programs do this on
    purpose, to reach other clusters; a slice from the time before the selector is a leftover.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -L endpointslice.kubernetes.io/managed-by`.

    Fix: delete the slice if nobody keeps it up to date, or remove the selector if the slice is meant to replace it.
    """
    if not traced.service.selects:
        return
    others = [slice_ for slice_ in traced.snapshot.slices_of(traced.service) if slice_.managed_by != CONTROLLER]
    used = {port.index: _added(traced, port, others) for port in traced.ports} if others else {}
    ports = tuple(port for port in traced.ports if used.get(port.index))
    if ports:
        added = list(dict.fromkeys(address for port in ports for address in used[port.index]))
        adding = [slice_ for slice_ in others if any(e.addresses and e.addresses[0] in added for e in slice_.endpoints)]
        managers = sorted({slice_.managed_by or "nobody" for slice_ in adding})
        yield Found(
            message=f"beside the selected pods, {titles(adding)} adds {some(added)} to the Service",
            path=f"metadata.labels[{SERVICE_NAME}]",
            evidence=(f"managed by {', '.join(managers)}",),
            object=slice_reference(adding[0]),
            fix=Fix(
                text="delete the slice if nobody keeps it up to date, or remove the selector if only the slice is meant"
            ),
            ports=ports,
        )


def _added(traced: TracedService, port: TracedPort, others: list[EndpointSlice]) -> tuple[str, ...]:
    """The usable addresses that only these slices bring."""
    service = traced.service
    own = {
        (endpoint.addresses[0], entry.port)
        for slice_ in traced.snapshot.slices_of(service)
        if slice_.managed_by == CONTROLLER and (entry := joined(slice_, service, port.spec)) is not None
        for endpoint in slice_.endpoints
        if endpoint.addresses
    }
    brought = {
        endpoint.addresses[0]
        for slice_ in others
        if (entry := joined(slice_, service, port.spec)) is not None
        for endpoint in slice_.endpoints
        if endpoint.addresses and (endpoint.addresses[0], entry.port) not in own
    }
    return tuple(backend.ip for backend in port.usable if backend.ip is not None and backend.ip in brought)
