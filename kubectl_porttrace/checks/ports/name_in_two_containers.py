"""PTR07: one port name in two containers of a pod."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.port_names import same_name_ports, written
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTR07", "target-port-name-in-two-containers", severity="warning", certainty="certain", needs=("pods",))
def target_port_name_in_two_containers(traced: TracedService) -> Iterator[Found]:
    """Two containers of a pod declare a port of the name that targetPort asks for, with different numbers.

    Why: the first container in the pod's list wins, for all traffic; sidecars come after the regular containers. The
    same name further down is never used, and nothing says so. The API server only warns when the pod is made.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'`: the name stands twice.

    Fix: give each port of the pod a name of its own, and use the right one as targetPort.
    """
    for port in traced.ports:
        repeated = [each for each in same_name_ports(port) if each.others[0].kind == each.winner.kind]
        if not repeated:
            continue
        winner, others = repeated[0].winner, repeated[0].others
        losers = ", ".join(f"{other.container.name} ({written(other)})" for other in others)
        yield Found(
            message=f'"{port.named_target}", the targetPort of port {port.title}, is a port of two containers: '
            f"all traffic goes to {winner.container.name}:{winner.port.container_port}",
            path=f"{port.path}.targetPort",
            evidence=(f"never reached by this name: {losers}", f"in {by_workload(traced, [r.pod for r in repeated])}"),
            fix=Fix(text="give each port of the pod a name of its own"),
            ports=(port,),
        )
