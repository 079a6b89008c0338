"""PTK03: a dual-stack Service with backends in one family only."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ip_families import drop_families
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import Family, families_of, family_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTK03",
    "family-without-backend",
    severity="warning",
    certainty="kube-proxy",
    needs=("endpointslices",),
    uses=("pods",),
    scope="cluster",
)
def family_without_backend(traced: TracedService) -> Iterator[Found]:
    """The Service has an IPv4 and an IPv6 cluster IP, and only one of them has a usable backend.

    Why: each family has its own EndpointSlices and its own rules; nothing is translated between them. Connections to
    the cluster IP of the empty family are refused. Clients that try the other family after that only lose a moment,
    those that do not fail.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME` lists the slices with their address type.

    Fix: make pods that have addresses of both families, or take the family out of spec.ipFamilies.
    """
    service = traced.service
    if service.headless or service.external or service.hidden_from_kube_proxy:
        return
    families = families_of(service)
    for place, family in enumerate(families):
        bare = tuple(port for port in traced.ports if _only_others(port, family))
        if bare:
            yield Found(
                message=f"{_address(traced, family)} has no usable backend for {some([port.title for port in bare])}; "
                f"only {' and '.join(other for other in families if other != family)} has",
                path=f"spec.ipFamilies[{place}]",
                fix=Fix(text=f"give the pods {family} addresses, or {drop_families(service, (family,))}"),
                ports=bare,
            )


def _only_others(port: TracedPort, family: Family) -> bool:
    """Whether a port has usable backends, but none of the family; never where nodes do not agree on what is there."""
    served = {backend.family for backend in port.usable}
    return bool(served) and family not in served and not any(backend.contradicted for backend in port.backends)


def _address(traced: TracedService, family: Family) -> str:
    """The cluster IP of a family, in words."""
    address = next((ip for ip in traced.service.cluster_ips if family_of(ip) == family), None)
    return f"the {family} cluster IP {address}" if address else family
