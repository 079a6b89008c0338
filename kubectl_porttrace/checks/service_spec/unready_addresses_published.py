"""PTS22: a Service with a cluster IP that publishes pods which are not ready."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS22", "unready-addresses-published", severity="warning", certainty="kube-proxy")
def unready_addresses_published(traced: TracedService) -> Iterator[Found]:
    """The Service has a cluster IP and publishNotReadyAddresses: pods that are not ready get traffic.

    Why: with that field every pod with an address is published as ready, whatever its readiness probe says, to the end
    of its deletion. kube-proxy cannot tell it from a ready one and sends it a share of all connections. The field is
    meant for headless Services whose members must find each other before they are ready.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: `ready: true` beside `serving: false`.

    Fix: remove publishNotReadyAddresses here, and keep it on the headless Service of the same pods.
    """
    service = traced.service
    if not service.spec.publish_not_ready_addresses or not service.selects or service.headless:
        return
    unready = {
        backend.pod.name if backend.pod else backend.ip or ""
        for port in traced.ports
        for backend in port.usable
        if backend.terminating or not backend.serving
    }
    yield Found(
        message="publishNotReadyAddresses on a Service with a cluster IP: pods that are not ready get traffic",
        path="spec.publishNotReadyAddresses",
        evidence=(f"used now and not ready or being deleted: {some(sorted(unready))}",) if unready else (),
        fix=Fix(text="remove publishNotReadyAddresses; keep it on the headless Service of the same pods"),
        ports=traced.ports,
    )
