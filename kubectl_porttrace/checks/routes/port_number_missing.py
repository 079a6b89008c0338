"""PTI02: an Ingress names a port number that the Service does not have."""

from collections.abc import Iterator

from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import is_near
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI02",
    "ingress-port-number-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=("Ingress",),
)
def port_number_missing(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the Ingress names a port number that is no port of the Service.

    Why: `port.number` is a number of the Service's own `spec.ports[].port`. The API server does not check it. The
    controller finds no port and answers the requests itself, mostly with 503.

    See: `kubectl get service NAME`, column PORT(S): the number in front of the slash, and of a colon.

    Fix: write a number or a name from the Service's ports.
    """
    for backend in traced.backends:
        number = isinstance(backend.reference.written_port, int)
        if number and backend.missing and not is_near(backend, "target-port", "pod-port", "other-protocol"):
            yield missing_port(traced, backend)
