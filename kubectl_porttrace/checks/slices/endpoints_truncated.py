"""PTE08: Endpoints that do not show all addresses."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpoints import OVER_CAPACITY
from kubectl_porttrace.trace.service import TracedService


@check("PTE08", "endpoints-truncated", severity="note", certainty="certain", needs=("endpoints",))
def endpoints_truncated(traced: TracedService) -> Iterator[Found]:
    """The Endpoints of the Service show only a part of its addresses.

    Why: an Endpoints object holds at most 1000 addresses; the controller leaves out the rest and says so in the
    annotation `endpoints.kubernetes.io/over-capacity`. EndpointSlices have them all, and kube-proxy reads only those.

    See: `kubectl get endpoints NAME -o jsonpath='{.metadata.annotations}'`.

    Fix: none for traffic; let programs that read Endpoints read EndpointSlices.
    """
    endpoints = traced.endpoints
    written = endpoints.metadata.annotations.get(OVER_CAPACITY) if endpoints is not None else None
    if endpoints is not None and written:
        yield Found(
            message=f"the Endpoints do not show all addresses, they are over capacity ({written}): {endpoints.name}",
            path=f"metadata.annotations[{OVER_CAPACITY}]",
            object=reference(traced, "Endpoints", endpoints.name),
            fix=Fix(text="let programs that read these Endpoints read the EndpointSlices"),
        )
