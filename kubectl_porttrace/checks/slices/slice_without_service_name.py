"""PTE24: a slice that seems to be meant for the Service and does not say so."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import addresses, slice_reference, titles
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpointslice import SERVICE_NAME, EndpointSlice
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.offered_ports import selectorless
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE24",
    "slice-without-service-name",
    severity="warning",
    certainty="likely",
    needs=("endpointslices", "endpoints"),
    causes=("PTE02", "PTP19", "PTD01"),
)
def slice_without_service_name(traced: TracedService) -> Iterator[Found]:
    """The Service has no selector and nothing behind it, and an EndpointSlice that seems to be its own has no label.

    Why: what ties a slice to a Service is the label `kubernetes.io/service-name` and nothing else: not its name, and
    not its owner. Without the label kube-proxy and DNS pass the slice over, and connections to the Service are refused.

    See: `kubectl get endpointslices -L kubernetes.io/service-name`: the column is empty for it.

    Fix: put the label on the slice. If the slice is not meant for the Service, write one that is, or add a selector.
    """
    service = traced.service
    if not selectorless(service) or any(each.endpoints for each in traced.snapshot.slices_of(service)):
        return
    if traced.endpoints is not None and traced.endpoints.subsets:
        return
    meant = [
        each
        for each in traced.snapshot.once(_unnamed).get(service.namespace, ())
        if each.endpoints and _seems_meant(traced, each)
    ]
    if not meant:
        return
    lacks, whose = ("has", "is") if len(meant) == 1 else ("have", "are")
    yield Found(
        message=f"{titles(meant)} {lacks} no label {SERVICE_NAME}, and {whose} probably meant for this Service, "
        "which has no selector and no endpoints",
        path="metadata.labels",
        evidence=(f"it holds {addresses(meant)}" if len(meant) == 1 else f"they hold {addresses(meant)}",),
        fix=Fix(
            text=f"label the slice {SERVICE_NAME}={service.name} if it is meant for this Service; "
            "else write one that is, or add a selector"
        ),
        object=slice_reference(meant[0]),
        ports=traced.ports,
    )


def _unnamed(snapshot: Snapshot) -> Mapping[str, tuple[EndpointSlice, ...]]:
    """The slices that carry no Service's name, by namespace."""
    return grouped((each.namespace, each) for each in snapshot.endpoint_slices if not each.service_name)


def _seems_meant(traced: TracedService, slice_: EndpointSlice) -> bool:
    """Whether the slice's owner or name points to the Service; a name that only begins like it needs a port as well."""
    service = traced.service
    owners = {owner.name for owner in slice_.metadata.owner_references if owner.kind == "Service"}
    if owners:
        return service.name in owners
    if slice_.name == service.name:
        return True
    ports = {(port.name, port.protocol) for port in slice_.ports}
    return (
        slice_.name.startswith(f"{service.name}-")
        and any((port.spec.name, port.spec.protocol) in ports for port in traced.ports)
        and not any(_fits_better(other, service.name, slice_.name) for other in _names(traced))
    )


def _names(traced: TracedService) -> Iterator[str]:
    return (each.name for each in traced.snapshot.services if each.namespace == traced.service.namespace)


def _fits_better(other: str, name: str, slice_name: str) -> bool:
    """Whether the slice `web-api-1` is rather that of the Service `web-api` than of `web`."""
    return len(other) > len(name) and (slice_name == other or slice_name.startswith(f"{other}-"))
