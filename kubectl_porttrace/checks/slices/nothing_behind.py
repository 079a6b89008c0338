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
    has, so every connection is refused, and a headless Service has no DNS records. The Service default/kubernetes is an
    exception: the API server writes its endpoints, and it answered when this was read. There this is a warning: pods
    that use the cluster IP of that Service do not reach it.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME` and `kubectl get endpoints NAME`.

    Fix: give the Service a selector, or create an EndpointSlice with the label `kubernetes.io/service-name: NAME` and
    port names as the Service has them. For default/kubernetes: start kube-apiserver with an `--advertise-address` that
    is not a loopback one, and an `--endpoint-reconciler-type` other than none.
    """
    service, endpoints = traced.service, traced.endpoints
    if not selectorless(service) or any(slice_.endpoints for slice_ in traced.slices or ()):
        return
    if endpoints is not None and any(subset.addresses or subset.not_ready_addresses for subset in endpoints.subsets):
        return
    if service.is_api_server:
        yield _of_api_server(traced)
        return
    empty = " with an address" if endpoints is not None or traced.slices else ""
    yield Found(
        message=f"the Service has no selector, and no EndpointSlice or Endpoints{empty}",
        path="spec.selector",
        fix=Fix(text="add a selector, or create an EndpointSlice labelled with the Service's name"),
        ports=traced.ports,
    )


def _of_api_server(traced: TracedService) -> Found:
    """The API server is there, as it answered; what is lost is the way to it through this Service."""
    return Found(
        message="the API server answers at its own address, but publishes no endpoints for this Service",
        path="spec.clusterIP",
        evidence=("pods that use this Service do not reach the API server",),
        fix=Fix(
            text="none is needed in a test cluster without pods; else give kube-apiserver an --advertise-address that "
            "is not a loopback one, and no --endpoint-reconciler-type=none"
        ),
        ports=traced.ports,
        severity="warning",
    )
