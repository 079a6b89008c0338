"""PTI03: an Ingress names the number of the pods' port, and not that of the Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.backend_ports import missing_port
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import is_near
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI03",
    "ingress-port-is-target-port",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=("Ingress",),
)
def port_is_target_port(traced: TracedRoute) -> Iterator[Found]:
    """A backend of the Ingress names a targetPort, where the Service's own port is wanted.

    Why: a Service with `port: 80` and `targetPort: 8080` is named by 80; 8080 is known to the Service and the pods
    alone. The API server does not check it. Most controllers find no port and answer the requests themselves, mostly
    with 503; ingress-nginx accepts a targetPort, so the same Ingress may have worked there.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports}'`: `port` is the number to write.

    Fix: write the Service's port, by number or by name.
    """
    for backend in traced.backends:
        number = isinstance(backend.reference.written_port, int)
        if number and is_near(backend, "target-port", "pod-port"):
            yield missing_port(traced, backend)
