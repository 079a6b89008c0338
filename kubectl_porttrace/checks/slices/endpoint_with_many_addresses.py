"""PTE19: an endpoint with several addresses."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slice_reference, titles
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.endpoints.joining import visible
from kubectl_porttrace.trace.service import TracedService


@check("PTE19", "endpoint-with-many-addresses", severity="note", certainty="kube-proxy", needs=("endpointslices",))
def endpoint_with_many_addresses(traced: TracedService) -> Iterator[Found]:
    """An endpoint of a slice lists more than one address.

    Why: the list is for addresses of one and the same machine, and kube-proxy uses the first alone. The others get no
    traffic.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: `endpoints[].addresses`.

    Fix: write one endpoint for each address.
    """
    service = traced.service
    if service.headless or service.external:
        return
    endpoint_slices = [
        slice_
        for slice_ in traced.snapshot.slices_of(service)
        if visible(slice_, service) and any(len(endpoint.addresses) > 1 for endpoint in slice_.endpoints)
    ]
    if endpoint_slices:
        unused = [
            address for slice_ in endpoint_slices for endpoint in slice_.endpoints for address in endpoint.addresses[1:]
        ]
        yield Found(
            message=f"{titles(endpoint_slices)} lists several addresses for one endpoint; {some(unused)} is not used",
            path="endpoints",
            object=slice_reference(endpoint_slices[0]),
            fix=Fix(text="write one endpoint for each address"),
        )
