"""PTR09: one port name in a regular container and in a sidecar."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.port_names import same_name_ports
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTR09", "target-port-name-in-sidecar-too", severity="warning", certainty="certain", needs=("pods",))
def target_port_name_in_sidecar_too(traced: TracedService) -> Iterator[Found]:
    """A regular container and a sidecar both declare a port of the name that targetPort asks for.

    Why: the endpoints controller searches the regular containers first, then the sidecars, although sidecars start
    first. All traffic goes past the sidecar, straight to the regular container. The API server's warning about the
    repeated name says the opposite, and is wrong.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports} {.items[*].spec.initContainers[*].ports}'`:
    the name stands in both. `kubectl get endpointslices -l kubernetes.io/service-name=NAME` shows the number in use.

    Fix: rename one of the two ports; if traffic is meant to pass the sidecar, use the sidecar's name as targetPort.
    """
    for port in traced.ports:
        repeated = [
            each
            for each in same_name_ports(port)
            if each.winner.kind == "container" and each.others[0].kind == "sidecar"
        ]
        if not repeated:
            continue
        winner, other = repeated[0].winner, repeated[0].others[0]
        yield Found(
            message=f'"{port.named_target}", the targetPort of port {port.title}, means container '
            f"{winner.container.name}:{winner.port.container_port}, "
            f"not sidecar {other.container.name}:{other.port.container_port}",
            path=f"{port.path}.targetPort",
            evidence=(f"both declare it in {by_workload(traced, [each.pod for each in repeated])}",),
            fix=Fix(text=f"rename one of the two; to pass through {other.container.name}, use its name as targetPort"),
            ports=(port,),
        )
