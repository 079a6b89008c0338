"""PTR01: a named targetPort that no pod has."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_names import (
    declared_with,
    is_taken,
    retarget,
    severity_of,
    unresolved_everywhere,
)
from kubectl_porttrace.checks.port_naming import name_it
from kubectl_porttrace.trace.needed_ports import lacking
from kubectl_porttrace.trace.port import TracedPort
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
    containers and sidecars declare. Where it is not found the port is left out for that pod, silently. Where it is
    left out for every pod, the Service port has no endpoint and connections to it are refused. The name of the
    Service port plays no part, and a number never stands in for a name. A headless Service still gives out the
    pods' addresses; it has no SRV record for the port.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml` shows the pods' addresses and no
    entry for this port under `ports`. `kubectl describe service` may still list bare addresses.

    Fix: give the container port that name, or use its number as targetPort. Ports of running pods cannot be changed:
    change the workload's template, which starts a rollout, or change the Service, which takes effect at once.
    """
    for port, name in unresolved_everywhere(traced):
        number = _only_port(traced, port)
        meant = f"the pods' only {port.spec.protocol} port, {number}," if number else "its number"
        yield Found(
            message=f'targetPort "{name}" of port {port.title} is not a container port name of any pod',
            path=f"{port.path}.targetPort",
            evidence=(
                f"selected: {by_workload(traced, port.unresolved)}",
                f"they declare: {declared_ports(port.unresolved)}",
            ),
            fix=retarget(traced, port, number, f"{name_it(traced, port, name)}, or use {meant} as targetPort"),
            ports=(port,),
            severity=severity_of(traced),
        )


def _only_port(traced: TracedService, port: TracedPort) -> int | None:
    """The number of the one port that every pod declares, if it has no name and no other Service port uses it.

    A port with a name of its own may be meant for something else, such as metrics; and where other names are lacking
    too, it may be meant for one of those.
    """
    if lacking(traced, port).number > 1:
        return None
    declared = [declared_with(pod, port.spec.protocol) for pod in port.unresolved]
    if any(len(entries) != 1 or entries[0].port.name for entries in declared):
        return None
    numbers = {entries[0].port.container_port for entries in declared}
    numbers = {number for number in numbers if not is_taken(traced, port, number)}
    return numbers.pop() if len(numbers) == 1 else None
