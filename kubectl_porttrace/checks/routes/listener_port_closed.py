"""PTI50: a listener's port is not open on the Gateway's own Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.references import near_in_words, ports_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check(
    "PTI50",
    "gateway-port-not-open",
    severity="warning",
    certainty="likely",
    needs=("services",),
    scope="cluster",
    kinds=("Gateway",),
)
def listener_port_closed(traced: TracedRoute) -> Iterator[Found]:
    """A listener of the Gateway has a port that the Service which was made for the Gateway does not have.

    Why: an implementation that runs in the cluster gives a Gateway a Service of its own, labelled with the Gateway's
    name, and opens each listener's port on it. Where one is missing, requests to that port do not arrive; unless the
    implementation opens it in another way, as on the nodes themselves.

    See: `kubectl get services -l gateway.networking.k8s.io/gateway-name=NAME`.

    Fix: see in the conditions of the Gateway why its controller did not add the port.
    """
    for backend in traced.backends:
        if backend.missing and backend.service is not None:
            near = near_in_words(backend)
            yield Found(
                message=f"port {backend.reference.written_port} of a listener is not open on Service "
                f"{backend.reference.service_name} of the Gateway: it has {ports_of(backend.service.service)}",
                path=backend.path,
                evidence=(near,) if near else (),
                fix=Fix(text="use a port that the Service has, or see why the controller did not open this one"),
            )
