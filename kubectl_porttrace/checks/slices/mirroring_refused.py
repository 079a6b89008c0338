"""PTE04: Endpoints that ask not to be mirrored."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpoints import SKIP_MIRROR
from kubectl_porttrace.trace.offered_ports import selectorless
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE04",
    "mirroring-refused",
    severity="error",
    certainty="kube-proxy",
    needs=("endpointslices", "endpoints"),
    scope="cluster",
    causes=("PTE02", "PTD01"),
)
def mirroring_refused(traced: TracedService) -> Iterator[Found]:
    """The Service has no selector, and its Endpoints carry the label that keeps them from being mirrored.

    Why: kube-proxy and DNS read EndpointSlices only. Endpoints written by hand are copied into slices, but not where
    they carry `endpointslice.kubernetes.io/skip-mirror: "true"`. No slice of somebody else's is there either, so
    every connection is refused.

    See: `kubectl get endpoints NAME --show-labels` and
    `kubectl get endpointslices -l kubernetes.io/service-name=NAME`, which is empty.

    Fix: remove the label, or create an EndpointSlice for the Service.
    """
    endpoints = traced.endpoints
    if endpoints is None or not selectorless(traced.service) or any(slice_.endpoints for slice_ in traced.slices or ()):
        return
    if endpoints.metadata.labels.get(SKIP_MIRROR) == "true":
        yield Found(
            message=f'label skip-mirror "true" keeps the Endpoints out of EndpointSlices: {endpoints.name}',
            path=f"metadata.labels[{SKIP_MIRROR}]",
            object=reference(traced, "Endpoints", endpoints.name),
            fix=Fix(text="remove the label, or create an EndpointSlice"),
            ports=traced.ports,
        )
