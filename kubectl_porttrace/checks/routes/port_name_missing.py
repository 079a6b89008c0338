"""PTI04: an Ingress names a port by a name that the Service does not have."""

from collections.abc import Iterator

from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import is_near
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI04",
    "ingress-port-name-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=("Ingress",),
)
def port_name_missing(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the Ingress names a port by a name that no port of the Service has.

    Why: `port.name` is compared with the names of the Service's ports, `spec.ports[].name`, and with nothing else: a
    name of a container's port means nothing here. The controller finds no port and answers the requests itself, mostly
    with 503.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports[*].name}'`.

    Fix: write a name from the Service's ports, or their number.
    """
    for backend in traced.backends:
        name = isinstance(backend.reference.written_port, str)
        if name and backend.missing and not is_near(backend, "other-protocol"):
            yield missing_port(traced, backend)
