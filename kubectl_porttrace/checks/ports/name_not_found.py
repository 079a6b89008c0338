"""PTR01: a named targetPort that no pod has."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.report.values import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR01",
    "target-port-name-not-found",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    causes=("PTR17", "PTR18"),
)
def target_port_name_not_found(traced: TracedService) -> Iterator[Found]:
    """A Service port's targetPort is a name, and no pod behind the Service has a container port of that name.

    Why: the endpoints controller looks the name up in every pod, together with the protocol, among the ports its
    containers and sidecars declare. Where it is not found the port is left out for that pod, silently. Left out for
    every pod, the Service port has no endpoint and connections to it are refused. The name of the Service port plays
    no part, and a number never stands in for a name.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml` shows the pods' addresses and no
    entry for this port under `ports`. `kubectl describe service` may still list bare addresses.

    Fix: give the container port that name, or use its number as targetPort. Ports of running pods cannot be changed:
    change the workload's template, which starts a rollout, or change the Service, which takes effect at once.
    """
    for port in traced.ports:
        if port.named_target is None or port.resolved or not port.unresolved:
            continue
        yield Found(
            message=f'targetPort "{port.named_target}" of port {port.title} is no container port name of any pod',
            path=f"{port.path}.targetPort",
            evidence=(
                f"selected: {by_workload(traced, port.unresolved)}",
                f"they declare: {declared_ports(port.unresolved)}",
            ),
            fix=Fix(text=f'name the container port "{port.named_target}", or use its number as targetPort'),
            ports=(port,),
            severity="warning" if traced.service.headless else None,
        )
