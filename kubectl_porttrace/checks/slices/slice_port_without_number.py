"""PTE17: a slice port without a number."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slice_reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.endpoints.joining import joined
from kubectl_porttrace.trace.service import TracedService


@check("PTE17", "slice-port-without-number", severity="error", certainty="kube-proxy", needs=("endpointslices",))
def slice_port_without_number(traced: TracedService) -> Iterator[Found]:
    """An EndpointSlice names a port of the Service and gives it no number, or 0.

    Why: the API accepts it, and its documentation once said that no number means all ports. kube-proxy knows nothing
    of that: it passes over a port without a number, and the endpoints get no traffic on it.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: `ports` without `port`.

    Fix: write the number at which the endpoints serve it.
    """
    service = traced.service
    if service.headless or service.external:
        return
    for slice_ in traced.snapshot.slices_of(service):
        for port in traced.ports:
            entry = joined(slice_, service, port.spec)
            if entry is None or entry.port or not slice_.endpoints:
                continue
            yield Found(
                message=f"EndpointSlice {slice_.name} gives port {port.title} no number, so kube-proxy ignores it",
                path=f"ports[{slice_.ports.index(entry)}].port",
                object=slice_reference(slice_),
                fix=Fix(text=f"write in the slice the number at which the endpoints serve {port.title}"),
                ports=(port,),
            )
