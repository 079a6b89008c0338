"""PTE05: Endpoints that serve as a lock for leader election."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpoints import LEADER
from kubectl_porttrace.trace.offered_ports import selectorless
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE05",
    "endpoints-used-as-lock",
    severity="error",
    certainty="kube-proxy",
    needs=("endpointslices", "endpoints"),
    scope="cluster",
    causes=("PTE02", "PTD01"),
)
def endpoints_used_as_lock(traced: TracedService) -> Iterator[Found]:
    """The Service has no selector, and the Endpoints of its name are a lock for leader election.

    Why: kube-proxy and DNS read EndpointSlices only. Endpoints written by hand are copied into slices, but not where
    they carry the annotation `control-plane.alpha.kubernetes.io/leader`: old programs elect a leader through such an
    object. No slice is there either, so every connection is refused.

    See: `kubectl get endpoints NAME -o yaml` and `kubectl get endpointslices -l kubernetes.io/service-name=NAME`, which
    is empty.

    Fix: create an EndpointSlice for the Service; do not use the lock for traffic.
    """
    endpoints = traced.endpoints
    if endpoints is None or not selectorless(traced.service) or any(slice_.endpoints for slice_ in traced.slices or ()):
        return
    if LEADER in endpoints.metadata.annotations:
        yield Found(
            message=f"no EndpointSlice is made from a lock for leader election: Endpoints {endpoints.name}",
            path=f"metadata.annotations[{LEADER}]",
            object=reference(traced, "Endpoints", endpoints.name),
            fix=Fix(text="create an EndpointSlice; do not use the lock for traffic"),
            ports=traced.ports,
        )
