"""PTI33: the controller takes another port of the Service than the Ingress names."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.patches import patch
from kubectl_porttrace.checks.references import requests_of, written
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute
from kubectl_porttrace.trace.routes.resolving import Resolved


@check(
    "PTI33",
    "ingress-port-taken-for-another",
    severity="error",
    certainty="contract",
    needs=("services", "ingressclasses"),
    kinds=("Ingress",),
)
def other_port_taken(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the Ingress names a port of the Service, and its controller takes another one.

    Why: ingress-nginx goes through the ports in their order, and takes the first whose number, targetPort or name is
    what the backend names. HAProxy Ingress looks at all targetPorts first. With ports 80 -> 8080 and 8080 -> 9090, a
    backend that names 8080 therefore gets the pods' 8080, which is that of port 80.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports}'`.

    Fix: give the port that is meant a name which nothing else has, and name that.
    """
    for backend in traced.backends:
        if isinstance(backend.by_contract, Resolved) and backend.service is not None and backend.consumer is not None:
            ports = backend.service.service.spec.ports
            taken, meant = backend.ports[0], ports[backend.by_contract.indices[0]]
            name = meant.name if sum(meant.name in {port.name, port.target} for port in ports) == 1 else ""
            where = backend.path.rpartition(".")[0]
            yield Found(
                message=f"{requests_of(backend.reference)} names {written(backend.reference)}, which is port "
                f"{meant.title} of Service {backend.reference.service_name}, and {backend.consumer.title} takes it "
                f"for port {taken.title}",
                path=backend.path,
                evidence=(f"targetPort of port {taken.title} is {taken.spec.target}",),
                fix=Fix(
                    text=f"name the port {name}, which is meant" if name else "name a port by a name of its own",
                    command=patch(traced, ("replace", where, {"name": name})) if name else None,
                ),
            )
