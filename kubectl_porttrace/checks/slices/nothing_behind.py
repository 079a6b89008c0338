"""PTE02: no selector, and nothing written by hand."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.offered_ports import selectorless
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE02",
    "nothing-behind-service",
    severity="error",
    certainty="kube-proxy",
    needs=("endpointslices", "endpoints"),
    scope="cluster",
    causes=("PTD01",),
)
def nothing_behind_service(traced: TracedService) -> Iterator[Found]:
    """The Service has no selector, and no EndpointSlice or Endpoints gives it an address.

    Why: without a selector no controller looks for pods; somebody has to write down where the traffic goes. Nobody
    has, so every connection is refused, and a headless Service has no DNS records.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME` and `kubectl get endpoints NAME`.

    Fix: give the Service a selector, or create an EndpointSlice with the label `kubernetes.io/service-name: NAME` and
    port names as the Service has them.
    """
    service, endpoints = traced.service, traced.endpoints
    if not selectorless(service) or any(slice_.endpoints for slice_ in traced.slices or ()):
        return
    if endpoints is not None and any(subset.addresses or subset.not_ready_addresses for subset in endpoints.subsets):
        return
    empty = " with an address" if endpoints is not None or traced.slices else ""
    yield Found(
        message=f"the Service has no selector, and no EndpointSlice or Endpoints{empty}",
        path="spec.selector",
        fix=Fix(text="add a selector, or create an EndpointSlice labelled with the Service's name"),
        ports=traced.ports,
    )
