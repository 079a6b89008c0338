"""PTE23: hand-made endpoints that all say they are not ready."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.checks.phrases import count
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.offered_ports import offered_ports
from kubectl_porttrace.trace.service import TracedService


@check("PTE23", "endpoints-not-ready", severity="error", certainty="kube-proxy", uses=("endpointslices",))
def endpoints_not_ready(traced: TracedService) -> Iterator[Found]:
    """A Service without a selector has endpoints for the port, and every one of them says it is not ready.

    Why: kube-proxy uses ready endpoints. Addresses under `notReadyAddresses` of Endpoints are mirrored as not ready,
    and nothing ever makes them ready but the one who wrote them. Every connection is refused.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: `conditions.ready: false`.

    Fix: move the addresses from `notReadyAddresses` to `addresses`, or set `ready: true` in the slice.
    """
    if traced.service.headless:
        return
    offers = offered_ports(traced)
    for port in traced.ports:
        mine = [offer for offer in offers if offer.joins(port.spec) and offer.addresses]
        if not mine or any(offer.live for offer in mine):
            continue
        total = sum(offer.addresses for offer in mine)
        yield Found(
            message=f"{'the' if total == 1 else 'all'} {count(total, 'endpoint')} of port {port.title} "
            f"in {mine[0].title} {'is' if total == 1 else 'are'} marked not ready",
            path="endpoints" if mine[0].kind == "EndpointSlice" else "subsets",
            object=reference(traced, mine[0].kind, mine[0].name),
            fix=Fix(
                text="set ready: true in the slice"
                if mine[0].kind == "EndpointSlice"
                else "move the addresses from notReadyAddresses to addresses"
            ),
            ports=(port,),
        )
