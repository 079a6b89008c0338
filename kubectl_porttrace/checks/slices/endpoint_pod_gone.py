"""PTE22: an endpoint that names a pod it no longer belongs to."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slice_reference
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.endpointslice import Endpoint, EndpointSlice
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.endpoints.joining import visible
from kubectl_porttrace.trace.gone import kept_by_controller, pod_is_gone
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE22",
    "endpoint-pod-gone",
    severity="warning",
    certainty="certain",
    needs=("pods", "endpointslices"),
    scope="cluster",
)
def endpoint_pod_gone(traced: TracedService) -> Iterator[Found]:
    """An endpoint names a pod that does not exist, or that has another address now.

    Why: only slices of a Service with a selector follow their pods. A slice written by hand, mirrored from Endpoints,
    or left over from a removed selector stays as it is. Traffic goes to the old address, where nothing is any more, or
    where another pod is by now. Where a port has no other backend, this is an error. A pod that exists and has another
    address may have a second network, so that is never more than a warning.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: `targetRef` and `addresses`, beside
    `kubectl get pods -o wide`.

    Fix: delete the slice or the endpoint, or repair whatever is meant to keep it up to date.
    """
    service = traced.service
    if service.external:
        return
    stale: list[tuple[EndpointSlice, str]] = [
        (slice_, told)
        for slice_ in traced.slices or ()
        if visible(slice_, service) and not kept_by_controller(service, slice_)
        for endpoint in slice_.endpoints
        if (told := _stale(traced, endpoint))
    ]
    if stale:
        lost = tuple(port for port in traced.ports if any(_written_for_nobody(traced, each) for each in port.backends))
        yield Found(
            message=f"the pod of an endpoint is gone or has another address: {some([told for _, told in stale])}",
            path="endpoints",
            evidence=(f"in {', '.join(dict.fromkeys(f'endpointslice/{slice_.name}' for slice_, _ in stale))}",),
            object=slice_reference(stale[0][0]),
            fix=Fix(
                text="delete the endpoint from the slice, or correct its address there; "
                "a program that writes the slice has to do so"
            ),
            ports=lost,
            severity="error" if any(_dead(port) for port in lost) else "warning",
        )


def _written_for_nobody(traced: TracedService, backend: Backend) -> bool:
    """Whether its pod is gone, and no controller is there to take it out."""
    return backend.gone and backend.slice is not None and not kept_by_controller(traced.service, backend.slice)


def _dead(port: TracedPort) -> bool:
    """Whether traffic goes to pods that are gone, and to nobody else."""
    return not port.usable and any(backend.lost for backend in port.backends)


def _stale(traced: TracedService, endpoint: Endpoint) -> str:
    """What is wrong with an endpoint's pod; empty where nothing is, or where not all pods were read."""
    snapshot, target = traced.snapshot, endpoint.target_ref
    if target is None or target.kind != "Pod" or not endpoint.addresses:
        return ""
    namespace = target.namespace or traced.service.namespace
    address, pod = endpoint.addresses[0], snapshot.pod(namespace, target.name)
    if pod_is_gone(snapshot, traced.service.namespace, target, address):
        return f"{address} ({target.name} {'does not exist' if pod is None else 'is another pod now'})"
    if pod is None or not pod.ips or address in pod.ips:
        return ""
    return f"{address} ({target.name} has {', '.join(pod.ips)})"
