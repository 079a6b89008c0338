"""PTE12: a Service's address as an endpoint of another."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slice_reference
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE12",
    "endpoint-is-cluster-ip",
    severity="error",
    certainty="kube-proxy",
    needs=(("endpointslices", "endpoints"),),
    uses=("endpointslices", SERVICES_ELSEWHERE),
    causes=("PTE15",),
)
def endpoint_is_cluster_ip(traced: TracedService) -> Iterator[Found]:
    """An endpoint of the Service is the cluster IP of a Service.

    Why: a cluster IP is not the address of a machine. kube-proxy translates it once, and the result not again. The API
    accepts such an endpoint, and packets sent there are lost.

    See: `kubectl get services -A` lists the address under CLUSTER-IP, and
    `kubectl get endpointslices -l kubernetes.io/service-name=NAME` under ENDPOINTS.

    Fix: list the addresses behind that Service, or let this Service select its pods. An ExternalName Service that
    names the other one redirects clients by DNS.
    """
    if traced.service.headless:
        return
    owners = traced.snapshot.addresses.cluster_ip_owners
    virtual = {
        backend.ip: backend
        for port in traced.ports
        for backend in port.backends
        if backend.ip is not None and backend.ip in owners
    }
    if virtual:
        named = [f"{ip} is that of {owners[ip].namespace}/{owners[ip].name}" for ip in virtual]
        slice_ = next(iter(virtual.values())).slice
        yield Found(
            message=f"a cluster IP cannot be an endpoint: {some(named)}",
            path="endpoints" if slice_ else "",
            object=slice_reference(slice_) if slice_ else None,
            fix=Fix(text="list the addresses behind that Service, or select its pods"),
            ports=tuple(port for port in traced.ports if any(backend.ip in virtual for backend in port.backends)),
        )
