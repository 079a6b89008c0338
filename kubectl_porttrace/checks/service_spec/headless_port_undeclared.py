"""PTS08: a headless Service whose port no container declares."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import declared_ports
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.find_port import declaring
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTS08",
    "headless-port-undeclared",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=("endpointslices",),
)
def headless_port_undeclared(traced: TracedService) -> Iterator[Found]:
    """The Service is headless, its port is not the pods' port, and no container declares the port that clients dial.

    Why: with a headless Service clients dial the Service's port number on the pods themselves. The pods serve another
    number, and none of their containers says that anything listens on this one. A container may listen on a port it
    does not declare, so this is likely and not certain.

    See: `kubectl get pods -l KEY=VALUE -o jsonpath='{.items[*].spec.containers[*].ports}'`.

    Fix: list the pods' port as the Service's port and use it in the clients, or give the Service a cluster IP.
    """
    for port in traced.ports if traced.service.headless else ():
        pods = [backend.pod for backend in port.backends if backend.pod is not None]
        wrong = all(backend.port != port.spec.port for backend in port.backends)
        if not pods or len(pods) < len(port.backends) or not wrong:
            continue
        if not any(declaring(pod.spec, port.spec.port, port.spec.protocol) for pod in pods):
            yield Found(
                message=f"no container declares {port.spec.port}/{port.spec.protocol}, the port that clients of "
                "this headless Service dial",
                path=f"{port.path}.port",
                evidence=(f"they declare: {declared_ports(pods)}",),
                fix=Fix(text="set port to the number the pods serve"),
                ports=(port,),
            )
