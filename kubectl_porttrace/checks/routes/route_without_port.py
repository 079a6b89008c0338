"""PTI42: a Route of OpenShift names no port of a Service that has several."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import ports_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.reference import AllPorts
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check("PTI42", "route-without-port", severity="warning", certainty="contract", needs=("services",), kinds=("Route",))
def route_without_port(traced: TracedRoute) -> Iterator[Found]:
    """An OpenShift Route names no port, and its Service has several of TCP.

    Why: without `spec.port` the router takes every endpoint of the Service, of whichever port, and spreads requests
    over them all: some go to the port for metrics, for example.

    See: `kubectl get service NAME`, column PORT(S).

    Fix: write the name of the port that is meant into `spec.port.targetPort`.
    """
    for backend in traced.traffic:
        if isinstance(backend.reference.port, AllPorts) and len(backend.ports) > 1 and backend.service is not None:
            service = backend.service.service
            yield Found(
                message=f"the Route names no port, so that its requests go to all ports of Service {service.name}: "
                f"{ports_of(service)}",
                path=backend.reference.path,
                ports=backend.ports,
                fix=Fix(text="write the name of the port that is meant into spec.port.targetPort"),
            )
