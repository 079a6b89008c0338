"""PTK07: a load balancer that does not offer a port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

CONDITION = "LoadBalancerPortsError"
FIX = "put these ports into a Service of their own, one for each protocol, or ask the provider for what it refuses"


@check("PTK07", "load-balancer-port-refused", severity="error", certainty="certain", scope="cluster")
def load_balancer_port_refused(traced: TracedService) -> Iterator[Found]:
    """The provider of the load balancer says that it does not offer a port of the Service.

    Why: `status.loadBalancer.ingress[].ports[].error` and the condition LoadBalancerPortsError are written by the
    provider. Many load balancers take one protocol only, so a Service with TCP and UDP ports is one they make in part,
    or not at all. Inside the cluster the port works all the same.

    See: `kubectl get service NAME -o jsonpath='{.status}'`.

    Fix: put the ports of each protocol into a Service of their own, or change what the provider's error names.
    """
    service = traced.service
    if service.spec.type != "LoadBalancer":
        return
    named = tuple(_named(traced))
    yield from named
    for condition in service.status.conditions:
        if condition.type == CONDITION and condition.status == "True" and not named:
            told = ": ".join(filter(None, (condition.reason, condition.message)))
            path = f'status.conditions[?(@.type=="{CONDITION}")]'
            yield _found(f"the load balancer does not offer all ports: {told or CONDITION}", path, traced.ports)


def _named(traced: TracedService) -> Iterator[Found]:
    """The ports that an address of the load balancer has an error for."""
    for place, ingress in enumerate(traced.service.status.load_balancer.ingress):
        for index, status in enumerate(ingress.ports):
            if status.error:
                yield _found(
                    f"the load balancer {ingress.hostname or ingress.ip} does not offer port "
                    f"{status.port}/{status.protocol}: {status.error}",
                    f"status.loadBalancer.ingress[{place}].ports[{index}].error",
                    tuple(port for port in traced.ports if _is(port, status.port, status.protocol)),
                )


def _found(message: str, path: str, ports: tuple[TracedPort, ...]) -> Found:
    return Found(
        message=message,
        path=path,
        fix=Fix(text=FIX),
        ports=ports,
        ways=("LoadBalancer",),
        despite_backends=True,
    )


def _is(port: TracedPort, number: int, protocol: str) -> bool:
    return (port.spec.port, port.spec.protocol) == (number, protocol)
