"""PTS07: a headless Service whose port is not the pods' port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTS07",
    "headless-port-not-translated",
    severity="warning",
    certainty="certain",
    needs=(("endpointslices", "endpoints", "pods"),),
    uses=("endpointslices", "pods"),
    causes=("PTS08",),
)
def headless_port_not_translated(traced: TracedService) -> Iterator[Found]:
    """The Service is headless, and the port it lists is not the port its pods serve: nothing translates between them.

    Why: a headless Service has no cluster IP, and no kube-proxy is involved. DNS gives out the pods' addresses, and a
    client connects to the pod on the very port it was told, so the targetPort never takes effect. Only clients that
    look up SRV records learn the pods' port.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME` shows the port of the pods,
    `kubectl get service NAME` the port of the Service.

    Fix: list the pods' port as the Service's port and use it in the clients, or give the Service a cluster IP.
    """
    for port in traced.ports if traced.service.headless else ():
        numbers = sorted(_numbers(traced, port))
        if numbers and port.spec.port not in numbers:
            served = some([str(number) for number in numbers])
            yield Found(
                message=f"headless: clients of {port.title} dial {port.spec.port}, but its endpoints serve {served}",
                path=f"{port.path}.port",
                evidence=("DNS answers with the endpoints' addresses, and nothing applies targetPort",),
                fix=Fix(text=f"set port to {served} and use that number in the clients"),
                ports=(port,),
            )


def _numbers(traced: TracedService, port: TracedPort) -> set[int]:
    """The numbers of all its endpoints; where neither slices nor Endpoints were read, those its pods resolve to."""
    if port.backends or traced.slices is not None:
        return {backend.port for backend in port.backends}
    return {entry.resolution.number for entry in port.resolved if entry.resolution is not None}
