"""PTD01: a headless Service whose name resolves to nothing."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.endpoints.joining import visible
from kubectl_porttrace.trace.service import TracedService

FIX = "get the pods ready, or set publishNotReadyAddresses if they must find each other before that"


@check(
    "PTD01",
    "headless-name-without-records",
    severity="error",
    certainty="contract",
    needs=("endpointslices",),
    scope="cluster",
)
def headless_name_without_records(traced: TracedService) -> Iterator[Found]:
    """The Service is headless and has no ready endpoint, so its name does not resolve.

    Why: the name of a headless Service stands for the addresses of its ready endpoints. Where there is none, the
    cluster's DNS answers that the name does not exist (NXDOMAIN), and clients report an unknown host rather than a
    refused connection.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: no endpoint with `ready: true`;
    `nslookup NAME.NAMESPACE.svc.cluster.local` in a pod.

    Fix: get the pods ready. Where members must find each other before they are ready, set publishNotReadyAddresses.
    """
    if not traced.service.headless:
        return
    published = [
        endpoint
        for slice_ in traced.slices or ()
        if visible(slice_, traced.service)
        for endpoint in slice_.endpoints
        if endpoint.addresses
    ]
    if any(endpoint.ready for endpoint in published):
        return
    yield Found(
        message="the name of this headless Service does not resolve: it has no ready endpoint",
        evidence=(count(len(published), "endpoint") + (", none of them ready" if published else ""),),
        fix=Fix(text=FIX if traced.service.selects else "publish an endpoint that is ready in an EndpointSlice"),
        ports=traced.ports,
    )
