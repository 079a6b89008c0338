"""PTE18: a slice port that stops every kube-proxy."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slice_reference
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.written_number import LAST_PORT
from kubectl_porttrace.trace.endpoints.joining import joined
from kubectl_porttrace.trace.service import TracedService


@check("PTE18", "slice-port-too-high", severity="error", certainty="kube-proxy", needs=("endpointslices",))
def slice_port_too_high(traced: TracedService) -> Iterator[Found]:
    """An EndpointSlice of the Service has a port number above 65535. This breaks every Service of the cluster.

    Why: the API does not check the number. kube-proxy writes it into its rules, the kernel refuses the whole set, and
    this happens at every attempt on every node: from then on no change to any Service or pod reaches the rules, until
    the slice is corrected or deleted.

    See: `kubectl -n kube-system logs -l k8s-app=kube-proxy`: failed syncs.

    Fix: correct the number or delete the slice, at once.
    """
    service = traced.service
    if service.headless or service.external or service.hidden_from_kube_proxy:
        return
    for slice_ in traced.snapshot.slices_of(service):
        for port in traced.ports:
            entry = joined(slice_, service, port.spec)
            if entry is None or entry.port is None or entry.port <= LAST_PORT:
                continue
            yield Found(
                message=f"EndpointSlice {slice_.name} has port {entry.port}, which is above {LAST_PORT}: "
                "every kube-proxy of the cluster fails to update its rules",
                path=f"ports[{slice_.ports.index(entry)}].port",
                evidence=(f"it belongs to port {port.title}",),
                object=slice_reference(slice_),
                fix=Fix(text=f"at once set a number from 1 to {LAST_PORT}, or delete the slice"),
                severity=_severity(slice_),
            )


def _severity(slice_: EndpointSlice) -> Severity | None:
    """A rule is written for the endpoints in use; while there is none the damage is still to come."""
    live = any(entry.may_take_traffic for entry in slice_.endpoints)
    return None if live else "warning"
