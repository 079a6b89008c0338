"""PTR06: a named targetPort, where the pods declare the Service port's number under no or another name."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_names import (
    declared_with,
    is_taken,
    pods_declaring,
    retarget,
    severity_of,
    unresolved_everywhere,
    written,
)
from kubectl_porttrace.trace.needed_ports import needing
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR06",
    "target-port-number-without-name",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    causes=("PTR01", "PTR05", "PTR17", "PTR18"),
)
def target_port_number_without_name(traced: TracedService) -> Iterator[Found]:
    """The targetPort is a name no pod has, while the pods declare a port of the Service port's own number.

    Why: names and numbers never stand in for each other. A container port `80` without a name, or with another one,
    is not found by a targetPort `http`, though the Service port is 80 as well. The Service port has no endpoint and
    connections to it are refused.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'`: the number is there, the name is not.

    Fix: use the number as targetPort, which takes effect at once, or give the container port the name in the
    workload's template, which starts a rollout.
    """
    for port, name in unresolved_everywhere(traced):
        number = port.spec.port
        found = [
            (pod, entry)
            for pod in port.unresolved
            for entry in declared_with(pod, port.spec.protocol)
            if entry.port.container_port == number
        ]
        if not found or is_taken(traced, port, number):
            continue
        pods = {pod.name: pod for pod, _ in found}
        everywhere = len(pods) == len(port.unresolved)
        kept = any(any(needing(traced, port, entry.port.name, port.spec.protocol)) for _, entry in found)
        yield Found(
            message=f'targetPort "{name}" of port {port.title} is not a container port name; '
            f"the pods declare {written(found[0][1])}",
            path=f"{port.path}.targetPort",
            evidence=pods_declaring(traced, port, [entry for _, entry in found], pods.values()),
            fix=retarget(
                traced,
                port,
                number if everywhere else None,
                f"set targetPort {number}" + ("" if kept else f', or name that container port "{name}"'),
            ),
            ports=(port,),
            severity=severity_of(traced),
        )
