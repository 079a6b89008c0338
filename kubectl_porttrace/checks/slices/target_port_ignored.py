"""PTE21: a targetPort that nobody reads."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.offered_ports import offered_ports
from kubectl_porttrace.trace.service import TracedService


@check("PTE21", "target-port-ignored", severity="note", certainty="certain", uses=("endpointslices", "endpoints"))
def target_port_ignored(traced: TracedService) -> Iterator[Found]:
    """The Service has no selector, and its endpoints serve the port on another number than targetPort.

    Why: targetPort is for finding the port of selected pods. Without a selector the EndpointSlice, or the Endpoints
    it mirrors, says the number, and targetPort is read by nobody.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME`: the number under PORTS is the one in use.

    Fix: none is needed; write the same number in targetPort for those who read it.
    """
    offers = offered_ports(traced)
    for port in traced.ports:
        joined = (offer.port for offer in offers if offer.joins(port.spec))
        numbers = sorted({entry.port for entry in joined if entry is not None and entry.port})
        if numbers and numbers != [port.spec.target]:
            yield Found(
                message=f"targetPort {port.spec.target} of port {port.title} is not used: "
                f"the endpoints serve it on {some([str(number) for number in numbers])}",
                path=f"{port.path}.targetPort",
                fix=Fix(
                    text=f"none is needed; targetPort {some([str(number) for number in numbers])} would say the same"
                ),
                ports=(port,),
            )
