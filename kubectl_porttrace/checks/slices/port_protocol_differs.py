"""PTE03: endpoints whose port has the right name and another protocol."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.offered_ports import offered_ports
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE03",
    "endpoint-port-protocol-differs",
    severity="error",
    certainty="kube-proxy",
    needs=(("endpointslices", "endpoints"),),
    uses=("endpointslices",),
    causes=("PTE01",),
)
def endpoint_port_protocol_differs(traced: TracedService) -> Iterator[Found]:
    """A Service without a selector has endpoints with the Service port's name, but with another protocol.

    Why: kube-proxy joins a Service port and an endpoint port by name and protocol. A port without `protocol` is TCP.
    Where the protocol differs, the Service port has no endpoint and connections to it are refused.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml` beside
    `kubectl get service NAME -o yaml`: compare `ports[].protocol`.

    Fix: write the same protocol on both sides.
    """
    offers = offered_ports(traced)
    for port in traced.ports:
        named = [offer for offer in offers if offer.live and offer.named(port.spec)]
        if not named or any(offer.joins(port.spec) for offer in offers):
            continue
        others = " and ".join(sorted({offer.port.protocol for offer in named if offer.port}))
        yield Found(
            message=f"port {port.title} is {port.spec.protocol}, but its endpoints offer it as {others}",
            path="ports" if named[0].kind == "EndpointSlice" else "subsets",
            evidence=tuple(dict.fromkeys(offer.title for offer in named))[:3],
            object=reference(traced, named[0].kind, named[0].name),
            fix=Fix(text=f"write the same protocol on both sides: {port.spec.protocol} or {others}"),
            ports=(port,),
            severity="warning" if traced.service.headless else None,
        )
