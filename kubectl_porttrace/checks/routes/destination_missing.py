"""PTI44: a VirtualService names a port that the Service does not have, or a host that is no Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.istio_routes import virtual_service_of
from kubectl_porttrace.checks.patches import patch
from kubectl_porttrace.checks.references import ports_of, requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.istio import (
    DOMAIN,
    VirtualService,
    placed_destinations,
    service_of_host,
    services_like,
)
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.trace.routes.resolving import Ambiguous

MESH = "mesh"
"""The gateway that stands for all sidecars."""


@check(
    "PTI44",
    "virtual-service-destination-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=("VirtualService",),
)
def destination_missing(traced: TracedRoute) -> Iterator[Found]:
    """A destination of a VirtualService is a port that the Service does not have, or a host that means no Service.

    Why: `port.number` is the Service's own `spec.ports[].port`. Without it, the only port is taken; where there are
    several, the port at which the request came in, which behind a gateway is the gateway's own. A host with a dot is
    taken as it is: `reviews.prod` is not Service reviews of namespace prod, which only `reviews` within that namespace
    and the whole `reviews.prod.svc.cluster.local` are. Where nothing fits, requests get 503. A host that means no
    Service is a warning, since a ServiceEntry may declare it; so is a missing number behind a gateway.

    See: `istioctl proxy-config cluster POD`.

    Fix: write the Service's port, and the host in full.
    """
    virtual = virtual_service_of(traced)
    for backend in traced.backends:
        if backend.missing:
            yield missing_port(traced, backend)
        elif isinstance(backend.resolution, Ambiguous) and _comes_by_gateway(virtual) and backend.service is not None:
            service = backend.service.service
            yield Found(
                message=f"{requests_of(backend.reference)} goes to no certain port of Service {service.name}, which "
                f"has {ports_of(service)}: behind a gateway it is the gateway's own number",
                path=backend.reference.path,
                fix=Fix(text="write the number of the port that is meant into port.number of the destination"),
                severity="warning",
            )
    yield from _hosts(traced, virtual)


def _hosts(traced: TracedRoute, virtual: VirtualService) -> Iterator[Found]:
    for placed in placed_destinations(virtual):
        host = placed.destination.host
        meant = services_like(host) if service_of_host(host, virtual.namespace) is None else None
        if meant is not None and traced.snapshot.service(*meant) is not None:
            namespace, name = meant
            whole = f"{name}.{namespace}.{DOMAIN}"
            yield Found(
                message=f"host {host} is taken for a whole host name, and not for Service {name} of namespace "
                f"{namespace}",
                path=f"{placed.path}.host",
                evidence=(f"Service {name} exists in namespace {namespace}",),
                fix=Fix(
                    text=f"name {whole}, unless a ServiceEntry declares {host}",
                    command=patch(traced, ("replace", f"{placed.path}.host", whole)),
                ),
                severity="warning",
            )


def _comes_by_gateway(virtual: VirtualService) -> bool:
    return any(each != MESH for each in virtual.spec.gateways)
