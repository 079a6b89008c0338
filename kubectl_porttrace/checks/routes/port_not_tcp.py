"""PTI05: an Ingress names a port that speaks UDP or SCTP alone."""

from collections.abc import Iterator

from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import is_near
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI05",
    "ingress-port-not-tcp",
    severity="warning",
    certainty="likely",
    needs=("services",),
    kinds=("Ingress",),
)
def port_not_tcp(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the Ingress names a port that the Service has for UDP or SCTP only.

    Why: an Ingress is for HTTP and HTTPS, which need TCP. A backend does not say a protocol, so the number is found;
    what is sent there by TCP arrives nowhere.

    See: `kubectl get service NAME`, column PORT(S).

    Fix: give the Service a TCP port, and name that.
    """
    for backend in traced.backends:
        if is_near(backend, "other-protocol"):
            yield missing_port(traced, backend)
