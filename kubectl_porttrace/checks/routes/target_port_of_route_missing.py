"""PTI41: a Route of OpenShift names a targetPort that its Service does not have."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.patches import patch
from kubectl_porttrace.checks.references import is_near, near_in_words, ports_of, written
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.reference import AllPorts, ByTargetNumber
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedRoute, counts


@check(
    "PTI41",
    "route-target-port-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=("Route",),
)
def target_port_of_route_missing(traced: TracedRoute) -> Iterator[Found]:
    """The targetPort of an OpenShift Route is neither a name of a Service port nor a port of the pods.

    Why: the router compares `spec.port.targetPort` with the ports in the Service's Endpoints. These have the names of
    the Service ports, and the numbers of the pods' ports. So a name is that of the Service port, and never that of a
    container's port; and a number is that of the pods, and never the Service's own. Where nothing fits, the router has
    no endpoints for the Route, and answers with 503.

    See: `kubectl get endpoints NAME -o yaml`: the ports with their names.

    Fix: write the name of the Service port, or the number of the pods' port.
    """
    for backend in traced.backends:
        if backend.missing and not isinstance(backend.reference.port, AllPorts):
            yield _found(traced, backend)


def _found(traced: TracedRoute, backend: TracedBackend) -> Found:
    if backend.service is None:
        raise ValueError(backend)
    service, said = backend.service.service, written(backend.reference)
    number = isinstance(backend.reference.port, ByTargetNumber)
    what = "no port of its pods has that number" if number else "it has no port of that name"
    near = near_in_words(backend)
    return Found(
        message=f"the Route names targetPort {said} of Service {service.name}, and {what}: it has {ports_of(service)}",
        path=backend.path,
        evidence=(near,) if near else (),
        fix=_fix(traced, backend),
        severity=None if counts(backend.reference) else "warning",
    )


def _fix(traced: TracedRoute, backend: TracedBackend) -> Fix:
    """The one port that was meant, where only this Service is named."""
    near = backend.missing.nearest if backend.missing else None
    sure = is_near(backend, "port", "node-port", "target-name")
    if near is not None and backend.service is not None and sure and len(traced.backends) == 1:
        port = backend.service.service.spec.ports[near.index]
        value = port.name or port.target
        if port.name or isinstance(value, int):
            return Fix(
                text=f"name {value} in place of {written(backend.reference)}",
                command=patch(traced, ("replace", backend.path, value)),
            )
    return Fix(text="write the name of a port of the Service, or the number that its pods have")
